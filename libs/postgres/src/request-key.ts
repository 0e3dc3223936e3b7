// What tells commands apart, so that asking for one twice does it once.

/** One command of one caller. The same request id may serve another command: a gateway passes one on to several. */
export interface RequestKey {
  /** The authenticated user or service; one caller can never see another's results. */
  readonly callerId: string;
  readonly requestId: string;
  /** Such as `ConfirmPickup`. */
  readonly command: string;
}

/** A command with what was asked for: the same id with another body is refused. */
export interface CommandRequest extends RequestKey {
  readonly body: object;
}

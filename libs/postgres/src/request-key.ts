// Identifies commands, so that a repeat has no second effect.

/** One command of one caller. The same request id may be used for another command: a gateway passes one on to several. */
export interface RequestKey {
  /** The authenticated user or service; one caller can never see another's results. */
  readonly callerId: string;
  readonly requestId: string;
  /** For example `ConfirmPickup`. */
  readonly command: string;
}

/** A command with its request: the same id with another body is refused. */
export interface CommandRequest extends RequestKey {
  readonly body: object;
}

// The only error that the domain throws: its kind, a stable reason for programs, and a sentence for people.

/**
 * How a caller should react; `libs/grpc` maps each kind to one gRPC status code.
 *
 * - `failed_precondition`: illegal in the present state; retrying the same command will not help.
 * - `aborted`: lost a race; retry the whole command.
 * - `unavailable`: a dependency is down; retry later with the same request id.
 * - `internal`: our bug. Its message never leaves the process.
 */
export type ErrorKind =
  | 'invalid_argument'
  | 'unauthenticated'
  | 'permission_denied'
  | 'not_found'
  | 'already_exists'
  | 'failed_precondition'
  | 'aborted'
  | 'unavailable'
  | 'resource_exhausted'
  | 'internal';

/**
 * A refusal with a reason. All kinds except `internal` are sent to the caller unchanged, so they must not contain
 * secrets.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  /**
   * @param kind how the caller should react
   * @param reason stable, UPPER_SNAKE_CASE, listed in the service's `*_error.proto`
   * @param message a sentence for people; it may change at any time
   * @param metadata values that a program may need in addition, such as `field` or `trip_id`
   * @param options `cause`: the original error, logged and never sent
   */
  constructor(
    readonly kind: ErrorKind,
    readonly reason: string,
    message: string,
    readonly metadata: Readonly<Record<string, string>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Narrows a caught value, for `catch` blocks that handle refusals and bugs differently. */
export const isDomainError = (error: unknown): error is DomainError => error instanceof DomainError;

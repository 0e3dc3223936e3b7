// DomainError ↔ gRPC status: the code for proxies and retries, google.rpc.ErrorInfo for programs, a sentence for people.
import { Metadata, status as Code, type StatusObject } from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, Status } from '@lastmile/contracts';
import { DomainError, isDomainError, type ErrorKind } from '@lastmile/errors';

const DOMAIN = 'lastmile';
const DETAILS_TRAILER = 'grpc-status-details-bin';
const ERROR_INFO_URL = 'type.googleapis.com/google.rpc.ErrorInfo';
const BAD_REQUEST_URL = 'type.googleapis.com/google.rpc.BadRequest';
/** Trailers are sent as HTTP/2 headers, of which clients accept 16 KiB at most. */
const MAX_TEXT = 1024;

const CODE_OF: Record<ErrorKind, Code> = {
  invalid_argument: Code.INVALID_ARGUMENT,
  unauthenticated: Code.UNAUTHENTICATED,
  permission_denied: Code.PERMISSION_DENIED,
  not_found: Code.NOT_FOUND,
  already_exists: Code.ALREADY_EXISTS,
  failed_precondition: Code.FAILED_PRECONDITION,
  aborted: Code.ABORTED,
  unavailable: Code.UNAVAILABLE,
  resource_exhausted: Code.RESOURCE_EXHAUSTED,
  internal: Code.INTERNAL,
};

const KIND_OF = new Map<Code, ErrorKind>([
  ...Object.entries(CODE_OF).map(([kind, code]) => [code, kind as ErrorKind] as const),
  // It is unknown whether the callee has done it, so retry with the same request id, like after other outages.
  [Code.DEADLINE_EXCEEDED, 'unavailable'],
  [Code.CANCELLED, 'unavailable'],
  [Code.OUT_OF_RANGE, 'invalid_argument'],
]);

/** The status to send. An error that is not a DomainError is our bug, and becomes a bare 'internal error'. */
export function toStatus(error: unknown): StatusObject {
  if (!isDomainError(error) || error.kind === 'internal') {
    return withDetails(new DomainError('internal', 'INTERNAL', 'internal error'));
  }
  return withDetails(error);
}

/**
 * Texts for failures that none of our services has described. The messages of grpc-js contain internal addresses, so
 * they stay in the cause.
 */
const GENERIC_MESSAGES: Partial<Record<ErrorKind, string>> = {
  unavailable: 'a part of the platform does not answer, try again',
  resource_exhausted: 'too much at once',
};

/** The DomainError of a failed call; for statuses not made by `toStatus` the reason is the name of the code. */
export function fromStatus(error: { code: Code; details: string; metadata?: Metadata }): DomainError {
  const kind = KIND_OF.get(error.code) ?? 'internal';
  const info = errorInfo(error.metadata);
  if (info) return new DomainError(kind, info.reason, error.details, info.metadata, { cause: error });
  const message = GENERIC_MESSAGES[kind] ?? 'the call failed';
  return new DomainError(kind, Code[error.code] ?? 'UNKNOWN', message, {}, { cause: error });
}

/** Converts the failure of a call or a stream to a DomainError; anything that is not a status is returned unchanged. */
export const toDomainError = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error
    ? fromStatus(error as unknown as StatusObject)
    : error;

/** The failure of one part of a stream's message; the stream stays open. */
export const toStatusMessage = (error: unknown): Status =>
  Status.decode(toStatus(error).metadata.get(DETAILS_TRAILER)[0] as Buffer);

/** The DomainError that `toStatusMessage` has converted. */
export const fromStatusMessage = (message: Status): DomainError => {
  const metadata = new Metadata();
  metadata.set(DETAILS_TRAILER, Buffer.from(Status.encode(message).finish()));
  return fromStatus({ code: message.code, details: message.message, metadata });
};

function withDetails(error: DomainError): StatusObject {
  const code = CODE_OF[error.kind];
  const message = error.message.slice(0, MAX_TEXT);
  const info = { reason: error.reason, domain: DOMAIN, metadata: shortened(error.metadata) };
  const details = [{ typeUrl: ERROR_INFO_URL, value: ErrorInfo.encode(info).finish() }];
  if (info.metadata.field !== undefined && error.kind === 'invalid_argument') {
    const violation = { field: info.metadata.field, description: message };
    const value = BadRequest.encode({ fieldViolations: [violation] }).finish();
    details.push({ typeUrl: BAD_REQUEST_URL, value });
  }
  const metadata = new Metadata();
  metadata.set(DETAILS_TRAILER, Buffer.from(Status.encode({ code, message, details }).finish()));
  return { code, details: message, metadata };
}

function errorInfo(metadata: Metadata | undefined): ErrorInfo | undefined {
  const [trailer] = metadata?.get(DETAILS_TRAILER) ?? [];
  if (!Buffer.isBuffer(trailer)) return undefined;
  try {
    const detail = Status.decode(trailer).details.find(({ typeUrl }) => typeUrl === ERROR_INFO_URL);
    const info = detail && ErrorInfo.decode(detail.value);
    return info?.domain === DOMAIN ? info : undefined;
  } catch {
    return undefined; // the trailer is not ours, so it is ignored
  }
}

const shortened = (metadata: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, value.slice(0, MAX_TEXT)]));

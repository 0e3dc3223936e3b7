// Caller and request id in metadata. Incoming values are not trusted until `Admission` has verified them: `callerOf`
// only returns admitted callers and reads no header.
import { Metadata } from '@grpc/grpc-js';
import type { Caller } from '@lastmile/auth';
import { unauthenticated } from '@lastmile/errors';
import { isRequestId } from '@lastmile/ids';
import type { ProcessIdentity } from './process-identity.js';

/** Proves which service is calling. */
const SERVICE_TOKEN = 'lastmile-service-token';
/** The person's own access token, as the gateway received it. HTTP/2 never stores this header in its compression tables. */
const AUTHORIZATION = 'authorization';
/** Present when the service calls as itself: a call on behalf of nobody must never count as one of the service itself. */
const FOR_ITSELF = 'lastmile-for-itself';
const REQUEST_ID = 'lastmile-request-id';

const admitted = new WeakMap<Metadata, Caller>();

/** Records the verified caller of the call with this metadata. */
export const admit = (metadata: Metadata, caller: Caller): void => void admitted.set(metadata, caller);

/** The caller. Throws unauthenticated CALLER_MISSING when the call has none. */
export function callerOf(metadata: Metadata): Caller {
  const caller = maybeCallerOf(metadata);
  if (!caller) throw unauthenticated('CALLER_MISSING', 'this call needs a caller');
  return caller;
}

/** The caller, or undefined for the few RPCs that anybody may call, such as LoginUser. */
export const maybeCallerOf = (metadata: Metadata): Caller | undefined => admitted.get(metadata);

/** The id from the first caller, or undefined when it is missing or malformed. */
export function requestIdOf(metadata: Metadata): string | undefined {
  const value = text(metadata, REQUEST_ID);
  return value !== undefined && isRequestId(value) ? value : undefined;
}

export const serviceTokenOf = (metadata: Metadata): string | undefined => text(metadata, SERVICE_TOKEN);

export const authorizationOf = (metadata: Metadata): string | undefined => text(metadata, AUTHORIZATION);

export const isForItself = (metadata: Metadata): boolean => text(metadata, FOR_ITSELF) !== undefined;

/**
 * Metadata of an outgoing call by `service` to `callee`, on behalf of `caller` or nobody.
 *
 * @throws DomainError internal when a person's access token is missing; Error when there is no key to sign with
 */
export function callMetadata(
  identity: ProcessIdentity,
  parts: { callee: string; service?: string; caller?: Caller; requestId: string },
): Metadata {
  const { callee, service, caller, requestId } = parts;
  const metadata = new Metadata();
  metadata.set(REQUEST_ID, requestId);
  const isItself = caller?.roles.includes('service') ?? false;
  metadata.set(SERVICE_TOKEN, identity.serviceToken(callee, service, caller));
  if (isItself) metadata.set(FOR_ITSELF, '1');
  else if (caller) metadata.set(AUTHORIZATION, `Bearer ${identity.accessToken(caller)}`);
  return metadata;
}

function text(metadata: Metadata, key: string): string | undefined {
  const [value] = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
}

// Caller and request id on the wire. What arrives is a claim until `Admission` has proven it: `callerOf` knows the callers it
// let in, and reads no header.
import { Metadata } from '@grpc/grpc-js';
import type { Caller } from '@lastmile/auth';
import { unauthenticated } from '@lastmile/errors';
import { isRequestId } from '@lastmile/ids';
import type { ProcessIdentity } from './process-identity.js';

/** Proves which service calls. */
const SERVICE_TOKEN = 'lastmile-service-token';
/** The person's own access token, as it came in at the gateway. HTTP/2 never keeps this header in its tables. */
const AUTHORIZATION = 'authorization';
/** Present when the service calls on its own account: a call for nobody must never count as one of the service's own. */
const FOR_ITSELF = 'lastmile-for-itself';
const REQUEST_ID = 'lastmile-request-id';

const admitted = new WeakMap<Metadata, Caller>();

/** Notes who was proven to make the call with this metadata. */
export const admit = (metadata: Metadata, caller: Caller): void => void admitted.set(metadata, caller);

/** Who is calling. Throws unauthenticated CALLER_MISSING when the call is made for nobody. */
export function callerOf(metadata: Metadata): Caller {
  const caller = maybeCallerOf(metadata);
  if (!caller) throw unauthenticated('CALLER_MISSING', 'this call needs a caller');
  return caller;
}

/** Who is calling, or undefined for the few RPCs that anybody may call, such as LoginUser. */
export const maybeCallerOf = (metadata: Metadata): Caller | undefined => admitted.get(metadata);

/** The id given by the first caller, or undefined when it is absent or malformed. */
export function requestIdOf(metadata: Metadata): string | undefined {
  const value = text(metadata, REQUEST_ID);
  return value !== undefined && isRequestId(value) ? value : undefined;
}

export const serviceTokenOf = (metadata: Metadata): string | undefined => text(metadata, SERVICE_TOKEN);

export const authorizationOf = (metadata: Metadata): string | undefined => text(metadata, AUTHORIZATION);

export const isForItself = (metadata: Metadata): boolean => text(metadata, FOR_ITSELF) !== undefined;

/**
 * The outgoing counterpart: a call by `service` to `callee`, for `caller` or for nobody.
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

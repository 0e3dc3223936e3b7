// The caller and the request id on the wire. Inside the cluster this metadata is trusted: network policies (and mTLS,
// where it is on) keep everybody but our own processes from sending it.
import { Metadata } from '@grpc/grpc-js';
import { ROLES, type Caller } from '@lastmile/auth';
import { unauthenticated } from '@lastmile/errors';
import { isRequestId } from '@lastmile/ids';

const USER_ID = 'lastmile-user-id';
const ROLES_KEY = 'lastmile-roles';
const SERVICE = 'lastmile-service';
const REQUEST_ID = 'lastmile-request-id';

/** Who is calling. Throws unauthenticated CALLER_MISSING when the call names nobody. */
export function callerOf(metadata: Metadata): Caller {
  const caller = maybeCallerOf(metadata);
  if (!caller) throw unauthenticated('CALLER_MISSING', 'this call needs a caller');
  return caller;
}

/** Who is calling, or undefined for the few RPCs that anybody may call, such as LoginUser. */
export function maybeCallerOf(metadata: Metadata): Caller | undefined {
  const userId = text(metadata, USER_ID);
  if (!userId) return undefined;
  const named = text(metadata, ROLES_KEY)?.split(',') ?? [];
  const service = text(metadata, SERVICE);
  return { userId, roles: ROLES.filter((role) => named.includes(role)), ...(service ? { service } : {}) };
}

/** The id given by the first caller, or undefined when it is absent or malformed. */
export function requestIdOf(metadata: Metadata): string | undefined {
  const value = text(metadata, REQUEST_ID);
  return value !== undefined && isRequestId(value) ? value : undefined;
}

/** The outgoing counterpart. `service` is the process that makes the call. */
export function callMetadata(parts: { caller?: Caller; requestId: string; service?: string }): Metadata {
  const metadata = new Metadata();
  metadata.set(REQUEST_ID, parts.requestId);
  if (parts.service) metadata.set(SERVICE, parts.service);
  if (parts.caller) {
    metadata.set(USER_ID, parts.caller.userId);
    metadata.set(ROLES_KEY, parts.caller.roles.join(','));
  }
  return metadata;
}

function text(metadata: Metadata, key: string): string | undefined {
  const [value] = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
}

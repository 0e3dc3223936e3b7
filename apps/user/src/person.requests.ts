// The person behind a call.
import type { Metadata } from '@grpc/grpc-js';
import type { Caller } from '@lastmile/auth';
import { callerOf, parse } from '@lastmile/grpc';
import { userIdRequest } from './user.requests.js';

/** Throws invalid_argument for a service that calls as itself, which has no account. */
export function personOf(metadata: Metadata): Caller {
  const caller = callerOf(metadata);
  parse(userIdRequest, caller);
  return caller;
}

// What one incoming call passes on to the calls it makes: request id, caller and deadline.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { requestContext, withRequestContext, type RequestContext } from '@lastmile/telemetry';

export interface CallContext extends RequestContext {
  readonly caller?: Caller;
  /** Wall time in milliseconds since 1970 after which nobody waits for the answer any more. */
  readonly deadline?: number;
}

/** The context of the running call, or undefined outside of any. */
export const callContext = (): CallContext | undefined => requestContext();

/** Runs `fn` so that the calls it makes carry `context`. */
export const withCallContext = <T>(context: CallContext, fn: () => T): T => withRequestContext(context, fn);

/** Runs work that no call asked for, such as a timer, as `caller` under a request id of its own. */
export const runAs = <T>(caller: Caller, fn: () => T, requestId: string = randomUUID()): T =>
  withCallContext({ caller, requestId }, fn);

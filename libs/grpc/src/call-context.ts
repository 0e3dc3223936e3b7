// What an incoming call passes on to the calls it makes: request id, caller and deadline.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { requestContext, withRequestContext, type RequestContext } from '@lastmile/telemetry';

export interface CallContext extends RequestContext {
  readonly caller?: Caller;
  /** Real time in milliseconds since 1970 after which the caller no longer waits. */
  readonly deadline?: number;
}

/** The context of the current call; undefined outside of a call. */
export const callContext = (): CallContext | undefined => requestContext();

/** Runs `fn` so that its calls use `context`. */
export const withCallContext = <T>(context: CallContext, fn: () => T): T => withRequestContext(context, fn);

/** Runs work that no call has caused, such as a timer, as `caller` with its own request id. */
export const runAs = <T>(caller: Caller, fn: () => T, requestId: string = randomUUID()): T =>
  withCallContext({ caller, requestId }, fn);

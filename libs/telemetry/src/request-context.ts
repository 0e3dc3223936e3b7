// What is true for the whole of one request, carried through async code without passing it along.
import { AsyncLocalStorage } from 'node:async_hooks';

/** Transports may extend this with more of their own; the logger only needs the id. */
export interface RequestContext {
  /** Given by the first caller and passed on from service to service; also the idempotency key of mutations. */
  readonly requestId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `fn`, and everything it starts, inside `context`. Returns what `fn` returns. */
export const withRequestContext = <T>(context: RequestContext, fn: () => T): T => storage.run(context, fn);

/** The context of the running request, or undefined outside of any. */
export const requestContext = (): RequestContext | undefined => storage.getStore();

/** The id of the running request, or a fresh one from `create` outside of any. */
export const requestIdOr = (create: () => string): string => storage.getStore()?.requestId ?? create();

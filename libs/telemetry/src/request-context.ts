// The context of one request, carried through async code without passing it as a parameter.
import { AsyncLocalStorage } from 'node:async_hooks';

/** Transports may extend this with their own fields; the logger only needs the id. */
export interface RequestContext {
  /** Set by the first caller and passed on from service to service; also the idempotency key of changes. */
  readonly requestId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `fn`, and all async work it starts, in `context`. Returns what `fn` returns. */
export const withRequestContext = <T>(context: RequestContext, fn: () => T): T => storage.run(context, fn);

/** The context of the current request; undefined outside of a request. */
export const requestContext = (): RequestContext | undefined => storage.getStore();

/** The id of the current request, or a new one from `create` outside of a request. */
export const requestIdOr = (create: () => string): string => storage.getStore()?.requestId ?? create();

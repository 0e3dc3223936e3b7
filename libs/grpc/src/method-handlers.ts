// Adapts Nest handlers to grpc-js: each call is authenticated, runs in its context, is logged once, and fails with a
// proper status.
//
// Replaces the adapter of ServerGrpc, which answers UNKNOWN when a message cannot be decoded or encoded, and has no
// context for streams. One wrapper here is also cheaper than a global Nest interceptor.
import type {
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { DomainError } from '@lastmile/errors';
import type { Logger } from '@lastmile/telemetry';
import { firstValueFrom, from, isObservable, mergeMap, of, Subscription, tap, type Observable } from 'rxjs';
import type { Admission } from './admission.js';
import { withCallContext } from './call-context.js';
import type { RpcMethod } from './definition.js';
import { RpcScope } from './rpc-scope.js';

/** What Nest returns for a controller's method: the response itself, or an Observable for streams and for errors. */
export type NestHandler = (request: unknown, metadata: unknown, call: unknown) => Promise<unknown>;

export interface HandlerHost {
  readonly logger: Logger;
  readonly admission: Admission;
  /** Functions that end the open streams, called when the server drains. */
  readonly openStreams: Set<() => void>;
}

/** Maximum messages buffered for a client that reads too slowly, in addition to the HTTP/2 window. */
const MAX_UNSENT = 10_000;

/** A request that could not be decoded; it takes the place of the request, so that the call still gets a proper status. */
export class MalformedMessage {
  constructor(readonly cause: unknown) {}
}

const malformed = (cause: unknown): DomainError =>
  new DomainError('invalid_argument', 'MALFORMED_REQUEST', 'the request is not a valid message', {}, { cause });

export const drainingError = (): DomainError =>
  new DomainError('unavailable', 'DRAINING', 'this replica is shutting down, connect again');

export function unary(host: HandlerHost, method: RpcMethod, handler: NestHandler) {
  return (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<Buffer>): void => {
    const scope = new RpcScope(host.logger, method.path, call);
    withCallContext(scope.context, async () => {
      await scope.admit(host.admission);
      if (call.request instanceof MalformedMessage) throw malformed(call.request.cause);
      return method.responseSerialize(await single(handler(call.request, call.metadata, call)));
    }).then(
      (reply) => {
        scope.succeed();
        callback(null, reply);
      },
      (error: unknown) => callback(scope.fail(error)),
    );
  };
}

export function serverStream(host: HandlerHost, method: RpcMethod, handler: NestHandler) {
  return (call: ServerWritableStream<unknown, unknown>): void => {
    const scope = new RpcScope(host.logger, method.path, call);
    const subscription = new Subscription();
    const finish = (write: () => void) => {
      subscription.unsubscribe();
      if (!scope.isFinished) write();
    };
    const fail = (error: unknown) => finish(() => call.emit('error', scope.fail(error)));
    const end = () => fail(drainingError());
    host.openStreams.add(end);
    subscription.add(() => host.openStreams.delete(end));
    call.once('cancelled', () => finish(() => scope.cancel()));

    const replies = async (): Promise<unknown> => {
      await scope.admit(host.admission, fail);
      if (call.request instanceof MalformedMessage) throw malformed(call.request.cause);
      return handler(call.request, call.metadata, call);
    };
    const next = (reply: unknown) => {
      if (call.writableLength < MAX_UNSENT) call.write(method.responseSerialize(reply));
      else fail(new DomainError('resource_exhausted', 'SLOW_READER', `more than ${MAX_UNSENT} unread messages`));
    };
    const complete = () =>
      finish(() => {
        scope.succeed();
        call.end();
      });
    withCallContext(scope.context, () => {
      // Written inside the pipe, so that a message that cannot be encoded fails the stream like any other error.
      const source = from(replies()).pipe(mergeMap(asObservable), tap(next));
      subscription.add(source.subscribe({ error: fail, complete }));
    });
  };
}

/** Handlers of client streams (with a callback for their one response) and bidirectional streams. */
export function requestStream(host: HandlerHost, method: RpcMethod, handler: NestHandler) {
  return (
    call: ServerReadableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>,
    callback?: sendUnaryData<Buffer>,
  ): void => {
    const scope = new RpcScope(host.logger, method.path, call);
    // By default, leaving a `for await` early destroys the stream, so that no status could be sent.
    call[Symbol.asyncIterator] = () => call.iterator({ destroyOnReturn: false });
    // grpc-js listens to 'error' on the call and sends the status; a handler that reads the call gets the error, too.
    const fail = (error: unknown) => {
      if (!scope.isFinished) call.emit('error', scope.fail(error));
    };
    const end = () => fail(drainingError());
    host.openStreams.add(end);
    withCallContext(scope.context, async () => {
      await scope.admit(host.admission, fail);
      const reply = await single(handler(call, call.metadata, call));
      return callback && method.responseSerialize(reply);
    })
      .then((reply) => {
        if (scope.isFinished) return;
        scope.succeed();
        if (callback) callback(null, reply);
        else (call as ServerDuplexStream<unknown, unknown>).end();
      }, fail)
      .finally(() => host.openStreams.delete(end));
  };
}

async function single(result: Promise<unknown>): Promise<unknown> {
  const value = await result;
  return isObservable(value) ? firstValueFrom(value) : value;
}

const asObservable = (result: unknown): Observable<unknown> => (isObservable(result) ? result : of(result));

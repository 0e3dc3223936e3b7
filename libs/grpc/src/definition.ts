// Types for the grpc-js service definitions that ts-proto generates, so that handlers and clients need no own classes.
import type { Metadata, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type { Observable } from 'rxjs';

export interface RpcMethod {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- contravariant: `unknown` would refuse every definition
  readonly requestSerialize: (value: any) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  readonly responseSerialize: (value: any) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => unknown;
}

/** Any `XxxServiceService` constant of `@lastmile/contracts`. */
export type RpcDefinition = Readonly<Record<string, RpcMethod>>;

export type RequestOf<M extends RpcMethod> = Parameters<M['requestSerialize']>[0];
export type ResponseOf<M extends RpcMethod> = ReturnType<M['responseDeserialize']>;

/**
 * What a controller implements: `class TripController implements RpcHandlers<typeof TripServiceService>`.
 *
 * A stream of requests is read with `for await (const message of call)`; a bidirectional handler also writes to `call`,
 * and the stream ends when its promise settles. Handlers may omit trailing parameters.
 */
export type RpcHandlers<D extends RpcDefinition> = { [K in keyof D]: RpcHandler<D[K]> };

export type RpcHandler<M extends RpcMethod> = M['requestStream'] extends true
  ? M['responseStream'] extends true
    ? (call: ServerDuplexStream<RequestOf<M>, ResponseOf<M>>, metadata: Metadata) => Promise<void>
    : (call: ServerReadableStream<RequestOf<M>, ResponseOf<M>>, metadata: Metadata) => Promise<ResponseOf<M>>
  : M['responseStream'] extends true
    ? (request: RequestOf<M>, metadata: Metadata) => Observable<ResponseOf<M>>
    : (request: RequestOf<M>, metadata: Metadata) => Promise<ResponseOf<M>> | ResponseOf<M>;

/** `lastmile.trip.v1.TripService`, as in the paths of its methods. */
export function serviceName(definition: RpcDefinition): string {
  const [method] = Object.values(definition);
  const name = method?.path.split('/')[1];
  if (!name) throw new TypeError('a service definition without methods');
  return name;
}

/** `CommitMatch` of `/lastmile.trip.v1.TripService/CommitMatch`. */
export const rpcName = (method: RpcMethod): string => method.path.slice(method.path.lastIndexOf('/') + 1);

/** `trip` of `lastmile.trip.v1`: the name of the service in declarations and certificates. */
export const calleeOf = (definition: RpcDefinition): string => packageName(definition).split('.').at(-2) ?? '';

/** `lastmile.trip.v1`, the protobuf package of a service. */
export const packageName = (definition: RpcDefinition): string => serviceName(definition).replace(/\.[^.]+$/, '');

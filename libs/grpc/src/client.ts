// Typed clients: promises for unary calls, grpc-js streams for the others. The context of the current call is passed
// on.
import { randomUUID } from 'node:crypto';
import {
  Client,
  credentials,
  status as Code,
  type CallOptions as GrpcCallOptions,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  Metadata,
} from '@grpc/grpc-js';
import { asService, type Caller } from '@lastmile/auth';
import { callContext } from './call-context.js';
import { calleeOf, type RequestOf, type ResponseOf, type RpcDefinition, type RpcMethod } from './definition.js';
import { keepDrainingConnections } from './draining-connections.js';
import { isIdempotent } from './idempotency.js';
import { callMetadata } from './metadata.js';
import { registerPollingResolver } from './polling-resolver.js';
import { processIdentity } from './process-identity.js';
import { processTls } from './process-tls.js';
import { channelOptions, DEFAULT_DEADLINE_MS } from './service-config.js';
import { fromStatus } from './status.js';
import { targetOf } from './target.js';
import type { TlsFiles } from './tls-files.js';

registerPollingResolver();
keepDrainingConnections();

export interface CallOptions {
  /**
   * On whose behalf; default: the caller of the current call, or nobody. A call on behalf of a person needs their
   * access token, or services refuse it.
   */
  readonly caller?: Caller;
  /** Default: that of the current call, or a new one. */
  readonly requestId?: string;
  /** Milliseconds; default 5,000 for unary calls, none for streams. Never later than the current call's own deadline. */
  readonly deadlineMs?: number;
  /** For unary calls: gets the address of the replica that answered last, or `unknown` when no replica was reached. */
  readonly onPeer?: (address: string) => void;
}

export interface ClientOptions {
  /**
   * `dns:///matching:50053`, the same as `matching:50053`: calls go round robin to all addresses of the name, and
   * follow changes of the replicas. Or a list, `ipv4:127.0.0.1:50053,127.0.0.1:50063`. See target.ts for more.
   */
  readonly address: string;
  /** The calling service, which its key proves to the callee. */
  readonly service?: string;
  /**
   * The name of the called service, when several services implement the RPC service; default: from the definition's
   * package. With TLS its certificate must contain that name, whatever the address is.
   */
  readonly callee?: string;
  /** Sends no token, for RPCs that are open to everybody: health checks. */
  readonly anonymous?: boolean;
  /** TLS certificates; default: from the environment of the process. */
  readonly tls?: TlsFiles;
}

/** One method for each unary RPC, which returns a promise; streams are under `stream`. */
export type RpcClient<D extends RpcDefinition> = UnaryCalls<D> & {
  readonly stream: StreamCalls<D>;
  /** Lets running calls finish and closes the connections. */
  close(): void;
};

type UnaryCalls<D extends RpcDefinition> = {
  readonly [K in keyof D as D[K] extends { requestStream: false; responseStream: false } ? K : never]: (
    request: RequestOf<D[K]>,
    options?: CallOptions,
  ) => Promise<ResponseOf<D[K]>>;
};

type StreamCalls<D extends RpcDefinition> = {
  readonly [K in keyof D as D[K] extends { requestStream: false; responseStream: false } ? never : K]: StreamCall<D[K]>;
};

/** Streams fail with an 'error' event (or a throw from `for await`) that `toDomainError` can convert. */
type StreamCall<M extends RpcMethod> = M['requestStream'] extends true
  ? M['responseStream'] extends true
    ? (options?: CallOptions) => ClientDuplexStream<RequestOf<M>, ResponseOf<M>>
    : (options?: CallOptions) => ClientWritableStream<RequestOf<M>> & { readonly response: Promise<ResponseOf<M>> }
  : (request: RequestOf<M>, options?: CallOptions) => ClientReadableStream<ResponseOf<M>>;

/**
 * A client that connects on first use. Its calls fail with DomainError, with the kind and reason of the callee. Throws
 * TypeError for an invalid address, ConfigError when the environment names unusable certificates.
 */
export function createClient<D extends RpcDefinition>(definition: D, options: ClientOptions): RpcClient<D> {
  const callee = options.callee ?? calleeOf(definition);
  const channel = openChannel(definition, callee, options);
  const unary: Record<string, unknown> = {};
  const stream: Record<string, unknown> = {};
  const metadataOf = metadataBy(callee, options);
  for (const [name, method] of Object.entries(definition)) {
    if (method.requestStream || method.responseStream) stream[name] = streamCall(channel, method, metadataOf);
    else unary[name] = unaryCall(channel, method, metadataOf);
  }
  return { ...unary, stream, close: () => channel.close() } as unknown as RpcClient<D>;
}

function openChannel(
  definition: RpcDefinition,
  callee: string,
  { address, tls = processTls() }: ClientOptions,
): Client {
  const options = channelOptions(definition);
  if (!tls) return new Client(targetOf(address), credentials.createInsecure(), options);
  // The certificate of a service contains its name, but the address may be a list of IP addresses.
  return new Client(targetOf(address), tls.channelCredentials, { ...options, 'grpc.ssl_target_name_override': callee });
}

type MetadataOf = (options: CallOptions) => Metadata;

function unaryCall(channel: Client, method: RpcMethod, metadataOf: MetadataOf) {
  const repeatable = isIdempotent(method);
  return async (request: unknown, options: CallOptions = {}): Promise<unknown> => {
    const metadata = metadataOf(options);
    const deadline = deadlineOf(options, DEFAULT_DEADLINE_MS);
    const attempt = () =>
      new Promise<unknown>((resolve, reject) => {
        let answering = false;
        const { path, requestSerialize, responseDeserialize } = method;
        const call = channel.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadata,
          deadline,
          (error, reply) => {
            options.onPeer?.(replicaOf(call.getPeer(), channel));
            if (!error) resolve(reply);
            // The replica disappeared while it was sending its response: gRPC's own retries end with the first byte of
            // a response.
            else if (answering && repeatable && error.code === Code.UNAVAILABLE) resolve(attempt());
            else reject(fromStatus(error));
          },
        );
        call.once('metadata', () => (answering = true)); // an error has only trailers, so it does not cause this event
      });
    return attempt();
  };
}

/** gRPC reports the target itself as the peer of a call that never got a connection. */
const replicaOf = (peer: string, channel: Client): string =>
  peer === channel.getChannel().getTarget() ? 'unknown' : peer;

function streamCall(channel: Client, method: RpcMethod, metadataOf: MetadataOf) {
  const { path, requestSerialize, responseDeserialize } = method;
  if (!method.requestStream) {
    return (request: unknown, options: CallOptions = {}) =>
      channel.makeServerStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadataOf(options),
        deadlineOf(options),
      );
  }
  if (method.responseStream) {
    return (options: CallOptions = {}) =>
      channel.makeBidiStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        metadataOf(options),
        deadlineOf(options),
      );
  }
  return (options: CallOptions = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    promise.catch(() => undefined); // callers that only write may ignore the response
    const call = channel.makeClientStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      metadataOf(options),
      deadlineOf(options),
      (error, reply) => (error ? reject(fromStatus(error)) : resolve(reply)),
    );
    return Object.assign(call, { response: promise });
  };
}

function metadataBy(callee: string, { service, anonymous }: ClientOptions): MetadataOf {
  if (anonymous) return () => new Metadata();
  return (options) => {
    const context = callContext();
    const caller = options.caller ?? inherited(context?.caller, service);
    const requestId = options.requestId ?? context?.requestId ?? randomUUID();
    return callMetadata(processIdentity(), { callee, service, caller, requestId });
  };
}

/** A person's call is passed on as the person's; calls that follow from a service's call are made as this service. */
const inherited = (caller: Caller | undefined, service: string | undefined): Caller | undefined =>
  caller?.roles.includes('service') && service ? asService(service) : caller;

function deadlineOf(options: CallOptions, defaultMs = Infinity): GrpcCallOptions {
  const own = Date.now() + (options.deadlineMs ?? defaultMs);
  const deadline = Math.min(own, callContext()?.deadline ?? Infinity);
  return Number.isFinite(deadline) ? { deadline } : {};
}

// Typed clients: promises for unary calls, grpc-js streams for the rest, with the running call's context passed on.
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
   * On whose behalf; default the caller of the running call. Without either the call is for nobody. A person's has their
   * access token, without which no service believes it.
   */
  readonly caller?: Caller;
  /** Default the running call's, else a fresh one. */
  readonly requestId?: string;
  /** Milliseconds; default 5,000 for unary calls, none for streams. Never beyond the running call's own deadline. */
  readonly deadlineMs?: number;
  /** For unary calls: told the address of the replica that answered last, `unknown` when the call reached none. */
  readonly onPeer?: (address: string) => void;
}

export interface ClientOptions {
  /**
   * `dns:///matching:50053`, the same as `matching:50053`: calls go round robin over all addresses of the name, and follow
   * them as replicas come and go. Or a list, `ipv4:127.0.0.1:50053,127.0.0.1:50063`. See target.ts for more.
   */
  readonly address: string;
  /** The calling process's name, which its key proves to the callee. */
  readonly service?: string;
  /**
   * The name of the service called, where one RPC service is served by several; default as in the definition's package.
   * With TLS its certificate must be for that name, whatever the address says.
   */
  readonly callee?: string;
  /** Proves nothing, for what is open to all: health checks. */
  readonly anonymous?: boolean;
  /** The certificates of calls; default as the environment of the process says. */
  readonly tls?: TlsFiles;
}

/** One promise-returning method for each unary RPC, streams under `stream`. */
export type RpcClient<D extends RpcDefinition> = UnaryCalls<D> & {
  readonly stream: StreamCalls<D>;
  /** Lets calls in flight finish and closes the connections. */
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

/** Streams fail with an 'error' event (or a throw from `for await`) that `toDomainError` understands. */
type StreamCall<M extends RpcMethod> = M['requestStream'] extends true
  ? M['responseStream'] extends true
    ? (options?: CallOptions) => ClientDuplexStream<RequestOf<M>, ResponseOf<M>>
    : (options?: CallOptions) => ClientWritableStream<RequestOf<M>> & { readonly response: Promise<ResponseOf<M>> }
  : (request: RequestOf<M>, options?: CallOptions) => ClientReadableStream<ResponseOf<M>>;

/**
 * A client that connects on first use. Its calls fail with DomainError, of the callee's own kind and reason.
 * Throws TypeError when the address is none, ConfigError when the environment names certificates that cannot be used.
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
  // A service's certificate is for its name; the address may be a list of numbers.
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
            // The replica went in the middle of its answer: gRPC's retry policy ends with an answer's first byte.
            else if (answering && repeatable && error.code === Code.UNAVAILABLE) resolve(attempt());
            else reject(fromStatus(error));
          },
        );
        call.once('metadata', () => (answering = true)); // not sent with a refusal, which is all trailers
      });
    return attempt();
  };
}

/** gRPC names the target itself as the peer of a call that was never given a connection. */
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
    promise.catch(() => undefined); // who only writes need not look at the reply
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

/** A person's call is passed on as theirs; what follows from a service's call is this service's own. */
const inherited = (caller: Caller | undefined, service: string | undefined): Caller | undefined =>
  caller?.roles.includes('service') && service ? asService(service) : caller;

function deadlineOf(options: CallOptions, defaultMs = Infinity): GrpcCallOptions {
  const own = Date.now() + (options.deadlineMs ?? defaultMs);
  const deadline = Math.min(own, callContext()?.deadline ?? Infinity);
  return Number.isFinite(deadline) ? { deadline } : {};
}

// The Nest transport of every service: grpc-js with health, reflection and a drain that does not fail running calls.
import {
  logVerbosity,
  Server as GrpcJsServer,
  ServerCredentials,
  setLogVerbosity,
  type ChannelOptions,
} from '@grpc/grpc-js';
import { ServerGrpc, type MessageHandler } from '@nestjs/microservices';
import type { Logger } from '@lastmile/telemetry';
import { HealthImplementation } from 'grpc-health-check';
import type { Admission } from './admission.js';
import { packageName, serviceName, type RpcDefinition, type RpcMethod } from './definition.js';
import { openHealthPort, type HealthPort } from './health-port.js';
import { MalformedMessage, requestStream, serverStream, unary, type NestHandler } from './method-handlers.js';
import { reflectionOf } from './reflection.js';
import { StartupError } from './startup-error.js';
import type { TlsFiles } from './tls-files.js';

export interface RpcServerOptions {
  readonly definitions: readonly RpcDefinition[];
  readonly logger: Logger;
  /** Authenticates callers before any handler runs. */
  readonly admission: Admission;
  /** 0 picks a free port, available as `server.port` when it listens. */
  readonly port: number;
  /** Default 0.0.0.0. */
  readonly host?: string;
  /** Encrypts connections, and requires a certificate of every caller. Default: neither. */
  readonly tls?: TlsFiles;
  /** An additional port for health checks without TLS, because probes have no certificate. Default: no such port. */
  readonly healthPort?: number;
  /** Bytes; a larger request is refused with RESOURCE_EXHAUSTED. Default 4 MiB. */
  readonly maxRequestBytes?: number;
  /**
   * Seconds after which connections are renewed, for clients that only then look for new replicas. Default 30; never
   * for services with streams, because a renewal would interrupt them.
   */
  readonly maxConnectionAgeSeconds?: number;
  /** Concurrent streams per connection; more wait at the client. Default: no limit. */
  readonly maxConcurrentStreams?: number;
  /** Open connections; more are closed. Default: no limit. */
  readonly maxConnections?: number;
  /** How many seconds running calls may take to finish when the server closes. Default 12. */
  readonly graceSeconds?: number;
  /** Reports NOT_SERVING until this resolves. Default: reports SERVING as soon as it listens. */
  readonly ready?: Promise<void>;
  /** Whether clients such as grpcurl may list the services. Default no. */
  readonly reflection?: boolean;
  /** Where the .proto files for reflection are; default LASTMILE_PROTO_DIR, else the repository's `proto`. */
  readonly protoDir?: string;
}

/** Longer than any call: the longest deadline of a unary call is Match's 10 s. */
export const GRACE_SECONDS = 12;
export const CONNECTION_AGE_SECONDS = 30;
/**
 * A health service name for liveness probes: it reports SERVING as long as the process responds. A process that waits
 * for the user service, or drains, must not be killed.
 */
export const LIVENESS = 'liveness';

// Its own log lines are not JSON, and contain nothing that our errors do not contain.
if (process.env.GRPC_VERBOSITY === undefined) setLogVerbosity(logVerbosity.NONE);

export class RpcServer extends ServerGrpc {
  private readonly health: HealthImplementation;
  private readonly openStreams = new Set<() => void>();
  private bound = 0;
  private isLeaving = false;
  private probes: HealthPort | undefined;

  constructor(private readonly settings: RpcServerOptions) {
    const definitions = settings.definitions.map(tolerant);
    super({
      url: `${settings.host ?? '0.0.0.0'}:${settings.port}`,
      package: [...new Set(definitions.map(packageName))],
      packageDefinition: Object.fromEntries(definitions.map((definition) => [serviceName(definition), definition])),
    });
    this.health = new HealthImplementation({});
  }

  /** The port it listens on; 0 before that. */
  get port(): number {
    return this.bound;
  }

  /** The port for probes, where there is one. */
  get healthPort(): number | undefined {
    return this.probes?.port;
  }

  /** What probes and balancers see, for the server as a whole and for each of its services. */
  setServing(serving: boolean): void {
    this.isLeaving ||= !serving;
    this.tell(serving);
  }

  private tell(serving: boolean): void {
    for (const name of ['', ...this.settings.definitions.map(serviceName)]) {
      this.health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
    }
  }

  /** Unlike in ServerGrpc, the port is not bound yet: no call may arrive before the services are added. */
  override createClient(): Promise<GrpcJsServer> {
    const { maxRequestBytes = 4 * 1024 * 1024, definitions } = this.settings;
    const options: ChannelOptions = { 'grpc.max_receive_message_length': maxRequestBytes };
    if (this.settings.maxConcurrentStreams) {
      options['grpc.max_concurrent_streams'] = this.settings.maxConcurrentStreams;
    }
    const age =
      this.settings.maxConnectionAgeSeconds ?? (definitions.some(hasStreams) ? undefined : CONNECTION_AGE_SECONDS);
    if (age !== undefined) {
      options['grpc.max_connection_age_ms'] = age * 1000;
      options['grpc.max_connection_age_grace_ms'] = GRACE_SECONDS * 1000;
    }
    return Promise.resolve(new GrpcJsServer(options));
  }

  /** Throws StartupError naming GRPC_PORT or HEALTH_PORT when the port is in use. */
  override async start(callback?: () => void): Promise<void> {
    await this.bindEvents();
    const server = this.grpcClient as GrpcJsServer;
    const { port, healthPort, host = '0.0.0.0', tls, maxConnections } = this.settings;
    this.health.addToServer(server);
    if (this.settings.reflection) reflectionOf(this.settings)?.addToServer(server);
    if (healthPort !== undefined) {
      this.probes = await openHealthPort(this.health, host, healthPort).catch((error: Error) => {
        throw portError('HEALTH_PORT', healthPort, error);
      });
    }
    this.bound = await new Promise<number>((resolve, reject) => {
      const credentials = tls?.serverCredentials ?? ServerCredentials.createInsecure();
      server.bindAsync(this.url, credentials, (error, bound) =>
        error ? reject(portError('GRPC_PORT', port, error)) : resolve(bound),
      );
    });
    limitConnections(server, maxConnections);
    this.health.setStatus(LIVENESS, 'SERVING');
    this.tell(!this.settings.ready);
    void this.settings.ready?.then(() => this.tell(!this.isLeaving));
    callback?.();
  }

  override createServiceMethod(handler: MessageHandler, method: RpcMethod) {
    const run = handler as unknown as NestHandler;
    const { logger, admission } = this.settings;
    const host = { logger, admission, openStreams: this.openStreams };
    if (method.requestStream) return requestStream(host, method, run);
    return method.responseStream ? serverStream(host, method, run) : unary(host, method, run);
  }

  /**
   * Refuses new calls, ends open streams with UNAVAILABLE (reason DRAINING: their clients reconnect elsewhere) and
   * waits for the other running calls. May be called twice.
   */
  override async close(): Promise<void> {
    const server = this.grpcClient as GrpcJsServer | null;
    if (!server) return;
    this.grpcClient = null;
    this.setServing(false);
    for (const end of this.openStreams) end();
    await new Promise<void>((resolve) => {
      const graceMs = (this.settings.graceSeconds ?? GRACE_SECONDS) * 1000;
      const impatience = setTimeout(() => server.forceShutdown(), graceMs);
      server.tryShutdown(() => {
        clearTimeout(impatience);
        resolve();
      });
    });
    this.probes?.close();
  }
}

/** grpc-js has no option for this, but its HTTP/2 servers, which are private, have one. */
function limitConnections(server: GrpcJsServer, most: number | undefined): void {
  if (most === undefined) return;
  const { http2Servers } = server as unknown as { http2Servers?: Map<{ maxConnections: number }, unknown> };
  if (!http2Servers?.size) throw new Error('grpc-js keeps its HTTP/2 servers elsewhere: maxConnections has no effect');
  for (const each of http2Servers.keys()) each.maxConnections = most;
}

const hasStreams = (definition: RpcDefinition): boolean =>
  Object.values(definition).some((method) => method.requestStream || method.responseStream);

/**
 * The definition with codecs that leave malformed messages to our handlers; our handlers also encode responses
 * themselves.
 */
function tolerant(definition: RpcDefinition): RpcDefinition {
  const lenient = (method: RpcMethod): RpcMethod => ({
    ...method,
    requestDeserialize: (bytes) => {
      try {
        return method.requestDeserialize(bytes);
      } catch (error) {
        if (method.requestStream) throw error; // within a stream, grpc-js ends it with INTERNAL
        return new MalformedMessage(error);
      }
    },
    responseSerialize: (value) => (Buffer.isBuffer(value) ? value : method.responseSerialize(value)),
  });
  return Object.fromEntries(Object.entries(definition).map(([name, method]) => [name, lenient(method)]));
}

const portError = (key: string, port: number, cause: Error): StartupError =>
  /EADDRINUSE|EACCES|address/i.test(cause.message)
    ? new StartupError(`${key}: cannot listen on ${port}, it is taken or not allowed`, { cause })
    : new StartupError(`${key}: cannot listen on ${port}: ${cause.message}`, { cause });

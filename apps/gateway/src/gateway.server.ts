// Boots the gateway: REST and sockets on one port, gRPC on another.
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock } from '@lastmile/config';
import { GatewayServiceService } from '@lastmile/contracts';
import {
  drain,
  processIdentity,
  processTls,
  RpcServer,
  serviceAdmission,
  StartupError,
  type Running,
} from '@lastmile/grpc';
import { NestLogger, type Logger } from '@lastmile/telemetry';
import type { FastifyInstance } from 'fastify';
import { Clients } from './gateway.client.js';
import type { GatewayConfig } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { trustedHops } from './http/client-address.js';
import { limitConnections } from './http/connections.js';
import { HEADERS_MS, LOOK_EVERY_MS, refuseMalformed, refusePath, UPLOAD_MS } from './http/hang-up.js';
import { BODY_LIMIT_BYTES, HttpServer, requestIdFrom } from './http/http.server.js';
import { refuseOtherMethods } from './http/methods.js';
import { registerMeta } from './http/meta.js';
import { openApiDocument } from './http/openapi.js';
import { METHODS } from './http/operation.js';
import { ProblemFilter } from './http/problem-filter.js';
import { Readiness } from './http/readiness.js';
import { Revocations } from './http/revocations.js';
import { registerWebApp } from './http/web-app.js';
import { LiveServer } from './live/live.server.js';
import { FixRelay } from './location/fix-relay.js';
import { allOperations } from './gateway.operations.js';

/** Streams per connection to the gRPC API, and number of connections. */
const EDGE_STREAMS = 32;
const EDGE_CONNECTIONS = 64;

/** A running gateway with the ports it listens on. */
export interface RunningGateway extends Running {
  readonly httpPort: number;
  readonly grpcPort: number;
}

/** @throws StartupError when a port is taken; ConfigError */
export async function startGateway(config: GatewayConfig, logger: Logger): Promise<RunningGateway> {
  // Read here, because a gateway without keys would start and then fail at its first call.
  processIdentity();
  // TLS for calls to services. Encrypting both public ports is the job of the ingress.
  processTls()?.reportTo(logger);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: trustedHops(config.trustedProxies),
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: LOOK_EVERY_MS },
    requestTimeout: UPLOAD_MS,
    clientErrorHandler: refuseMalformed as never,
    frameworkErrors: refusePath as never,
    // Longer than any id; longer values get the schema's own error message.
    routerOptions: { maxParamLength: 512 },
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => requestIdFrom(request.headers),
  });
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    // Nest's own parser would also accept forms.
    bodyParser: false,
  });
  if (config.corsOrigins.length > 0) app.enableCors({ origin: [...config.corsOrigins], methods: [...METHODS] });
  app.useGlobalFilters(new ProblemFilter(logger));
  // Without the gRPC API only the health service is offered, which probes use.
  const definitions = config.grpcEdge ? [GatewayServiceService] : [];
  const rpc = new RpcServer({
    definitions,
    admission: serviceAdmission({ service: 'gateway', definitions }),
    ...config.listen,
    ready: app.get(Revocations).ready,
    logger,
    port: config.grpcPort,
    // Each stream costs memory even before the caller is authenticated.
    maxConcurrentStreams: EDGE_STREAMS,
    maxConnections: EDGE_CONNECTIONS,
  });
  app.connectMicroservice({ strategy: rpc });

  const clients = app.get(Clients);
  const operations = allOperations(clients, app.get(Clock), app.get(FixRelay));
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const refuseOthers = refuseOtherMethods(fastify);
  app.get(HttpServer).register(app, operations, logger);
  registerMeta(fastify, openApiDocument(operations), clients, app.get(Readiness));
  await registerWebApp(fastify, { mapStyleUrl: config.mapStyleUrl, clock: app.get(Clock), logger });
  refuseOthers();
  limitConnections(fastify.server, config);

  const live = app.get(LiveServer);
  const stop = async () => {
    rpc.setServing(false);
    await live.close();
    await drain(rpc, config.drainSeconds);
    await app.close();
  };
  try {
    await app.startAllMicroservices();
    await app.listen(config.httpPort, config.httpHost);
    live.attach(app.getHttpServer() as never);
  } catch (error) {
    await app.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new StartupError(`HTTP_PORT: cannot listen on ${config.httpPort}, it is taken`, { cause: error });
  }
  const { port: httpPort } = fastify.server.address() as { port: number };
  logger.info({ http_port: httpPort, grpc_port: rpc.port }, 'listening');
  return { httpPort, grpcPort: rpc.port, stop };
}

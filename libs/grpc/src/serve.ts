// Boots one service: Nest, gRPC, health, reflection. See `bootstrap` for the process around it.
import type { INestMicroservice, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '@lastmile/config';
import { createLogger, NestLogger, type Logger } from '@lastmile/telemetry';
import { z } from 'zod';
import type { CallerDeclarations } from './access.js';
import type { Running } from './bootstrap.js';
import { ErrorFilter } from './error-filter.js';
import { drain } from './drain.js';
import type { People } from './person-keys.js';
import { processTls } from './process-tls.js';
import { RpcServer, type RpcServerOptions } from './rpc-server.js';
import { serviceAdmission } from './service-admission.js';

export interface ServeOptions extends Omit<RpcServerOptions, 'logger' | 'admission'> {
  /** The service's name in logs and in `apps/`, such as `trip`. */
  readonly service: string;
  readonly module: Type;
  /** Seconds to stay reachable after reporting NOT_SERVING. Default: DRAIN_SECONDS, 0 when unset. */
  readonly drainSeconds?: number;
  readonly logger?: Logger;
  /** Who may call; default: `callers` in its service.json. */
  readonly callers?: CallerDeclarations;
  /** For the user service, which has keys and revocations of access tokens itself; the others call it. */
  readonly ownPeople?: (app: INestMicroservice) => People;
}

export interface RunningService extends Running {
  readonly port: number;
  /** The port for probes, if it is a separate one. */
  readonly healthPort?: number;
}

/**
 * `await serve({ service: 'trip', definitions: [TripServiceService], module: TripModule, port: config.GRPC_PORT })`.
 * Resolves when it listens; it reports SERVING when the revoked tokens are known, too. Throws StartupError when the
 * port is in use, and ConfigError for an invalid DRAIN_SECONDS, or for keys or certificates that are missing or belong
 * to another service.
 */
export async function serve(options: ServeOptions): Promise<RunningService> {
  const logger = options.logger ?? createLogger({ service: options.service });
  const drainSeconds = options.drainSeconds ?? loadConfig(drainKeys).DRAIN_SECONDS;
  const own = options.ownPeople;
  // The application is created later than its admission.
  const ownPeople: People | undefined = own && {
    keys: () => own(app).keys(),
    revocations: (request) => own(app).revocations(request),
  };
  const admission = serviceAdmission({ ...options, logger, ownPeople });
  const tls = options.tls ?? processTls();
  tls?.serveAs(options.service);
  tls?.reportTo(logger);
  const { GRPC_HOST: host, GRPC_REFLECTION, HEALTH_PORT: healthPort } = loadConfig(listenKeys);
  const reflection = GRPC_REFLECTION === 'on';
  const server = new RpcServer({
    host,
    reflection,
    healthPort,
    ...options,
    tls,
    logger,
    admission,
    ready: admission.ready,
  });
  const app = await NestFactory.createMicroservice(options.module, {
    strategy: server,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  app.useGlobalFilters(new ErrorFilter());
  try {
    await app.listen();
  } catch (error) {
    await app.close();
    throw error;
  }
  admission.start();
  const { port, healthPort: boundHealthPort } = server;
  logger.info({ port, ...(boundHealthPort && { health_port: boundHealthPort }) }, 'listening');
  const stop = async () => {
    admission.stop();
    await drain(server, drainSeconds);
    await app.close();
  };
  let stopped: Promise<void> | undefined;
  return { port, healthPort: boundHealthPort, stop: () => (stopped ??= stop()) };
}

/** For `loadConfig`: where a server listens, and whether it offers reflection. */
export const listenKeys = {
  /** The address to listen on; 127.0.0.1 where all callers are on this machine. */
  GRPC_HOST: z.string().min(1).default('0.0.0.0'),
  /** Off by default, because everybody who can reach the port could use it. */
  GRPC_REFLECTION: z.enum(['on', 'off']).default('off'),
  /** For probes when TLS is on: only health checks, without TLS. Unset: no such port. */
  HEALTH_PORT: z.coerce.number().int().min(0).max(65535).optional(),
};

/** For `loadConfig`: how long a replica stays reachable while balancers remove it. */
export const drainKeys = { DRAIN_SECONDS: z.coerce.number().min(0).max(600).default(0) };

/** For a service's own config: `loadConfig({ ...serverKeys(50057), … })`. */
export const serverKeys = (defaultPort: number) => ({
  GRPC_PORT: z.coerce.number().int().min(0).max(65535).default(defaultPort),
  ...drainKeys,
});

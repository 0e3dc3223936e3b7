// The gateway's environment as a typed object.
import { loadConfig } from '@lastmile/config';
import { listenKeys, serverKeys } from '@lastmile/grpc';
import { z } from 'zod';

const perMinute = z.coerce.number().int().min(1).max(100_000_000);

const atOnce = z.coerce.number().int().min(1).max(1_000_000);

/** Also its injection token. */
export abstract class GatewayConfig {
  abstract readonly httpPort: number;
  abstract readonly grpcPort: number;
  /** Of the gRPC edge. */
  abstract readonly listen: { readonly host: string; readonly reflection: boolean };
  /** The address that REST and sockets listen on. */
  abstract readonly httpHost: string;
  abstract readonly drainSeconds: number;
  /** Origins of browsers that may call; none by default. */
  abstract readonly corsOrigins: readonly string[];
  /** Proxies in front that say for whom they ask (X-Forwarded-For, X-Forwarded-Proto). 0: nobody is believed. */
  abstract readonly trustedProxies: number;
  /** Tell browsers to come encrypted only, also where no proxy says that they did. */
  abstract readonly hsts: boolean;
  /** Points of one person: 1 for what reads, 2 for what changes, up to 50 for what is dear. */
  abstract readonly ratePerMinute: number;
  /** Points of one address, for all who have not said who they are, or whose sessions are renewed. */
  abstract readonly addressPerMinute: number;
  /** Sockets at once of one account, of one address, at one replica. */
  abstract readonly socketsPerAccount: number;
  abstract readonly socketsPerAddress: number;
  /** Connections at once, in all and of one address; the latter only where no proxy stands in front. */
  abstract readonly connections: number;
  abstract readonly connectionsPerAddress: number;
  /** Whether programs may come by gRPC; otherwise that port answers health checks alone. */
  abstract readonly grpcEdge: boolean;
  /** Sign-ins, sign-ups and resets from one address. */
  abstract readonly signInPerMinute: number;
  /** A MapLibre style for the web app's maps; without it they show our own data alone. */
  abstract readonly mapStyleUrl: string | undefined;
}

/** Read once at boot. Throws ConfigError. */
export function gatewayConfig(env?: Record<string, string | undefined>): GatewayConfig {
  const config = loadConfig(
    {
      ...serverKeys(50060),
      ...listenKeys,
      HTTP_HOST: z.string().min(1).default('0.0.0.0'),
      HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8082),
      CORS_ORIGINS: z.string().default(''),
      RATE_LIMIT_PER_MINUTE: perMinute.default(600),
      ADDRESS_LIMIT_PER_MINUTE: perMinute.default(3_000),
      SIGN_IN_LIMIT_PER_MINUTE: perMinute.default(20),
      ACCOUNT_SOCKETS: atOnce.default(10),
      ADDRESS_SOCKETS: atOnce.default(1_000),
      MAX_CONNECTIONS: atOnce.default(10_000),
      ADDRESS_CONNECTIONS: atOnce.default(2_000),
      GRPC_EDGE: z.stringbool().default(false),
      TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
      HSTS: z.stringbool().default(false),
      MAP_STYLE_URL: z.url().optional(),
    },
    env,
  );
  return {
    httpPort: config.HTTP_PORT,
    grpcPort: config.GRPC_PORT,
    listen: { host: config.GRPC_HOST, reflection: config.GRPC_REFLECTION === 'on' },
    httpHost: config.HTTP_HOST,
    drainSeconds: config.DRAIN_SECONDS,
    corsOrigins: config.CORS_ORIGINS.split(',').filter(Boolean),
    trustedProxies: config.TRUSTED_PROXIES,
    hsts: config.HSTS,
    ratePerMinute: config.RATE_LIMIT_PER_MINUTE,
    addressPerMinute: config.ADDRESS_LIMIT_PER_MINUTE,
    socketsPerAccount: config.ACCOUNT_SOCKETS,
    socketsPerAddress: config.ADDRESS_SOCKETS,
    connections: config.MAX_CONNECTIONS,
    connectionsPerAddress: config.ADDRESS_CONNECTIONS,
    grpcEdge: config.GRPC_EDGE,
    signInPerMinute: config.SIGN_IN_LIMIT_PER_MINUTE,
    mapStyleUrl: config.MAP_STYLE_URL,
  };
}

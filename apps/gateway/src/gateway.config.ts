// The gateway's environment as a typed object.
import { loadConfig } from '@lastmile/config';
import { listenKeys, serverKeys } from '@lastmile/grpc';
import { z } from 'zod';

const perMinute = z.coerce.number().int().min(1).max(100_000_000);

const atOnce = z.coerce.number().int().min(1).max(1_000_000);

/** The gateway is ready when all of these services are healthy. */
const ADDRESSES = [
  'USER_ADDRESS',
  'DRIVER_ADDRESS',
  'RIDER_ADDRESS',
  'STATION_ADDRESS',
  'LOCATION_ADDRESS',
  'MATCHING_ADDRESS',
  'TRIP_ADDRESS',
  'NOTIFICATION_ADDRESS',
] as const;

export class GatewayConfig {
  readonly httpPort: number;
  readonly grpcPort: number;
  /** The port for gRPC callers. */
  readonly listen: { readonly host: string; readonly reflection: boolean };
  /** The address for REST and sockets. */
  readonly httpHost: string;
  readonly drainSeconds: number;
  /** Origins whose web pages may call the API; none by default. */
  readonly corsOrigins: readonly string[];
  /** Number of trusted proxies in front that set X-Forwarded-For and X-Forwarded-Proto. 0: these headers are ignored. */
  readonly trustedProxies: number;
  /** Always send Strict-Transport-Security, also when no proxy reports that the connection was encrypted. */
  readonly hsts: boolean;
  /** Points per person: 1 for a read, 2 for a change, up to 50 for expensive operations. */
  readonly ratePerMinute: number;
  /** Points per address, for requests without a valid token and for renewing sessions. */
  readonly addressPerMinute: number;
  /** Open sockets per account and per address, on one replica. */
  readonly socketsPerAccount: number;
  readonly socketsPerAddress: number;
  /** Open connections, in total and per address. The limit per address applies only without a proxy in front. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Whether programs may call the gRPC API; otherwise that port only answers health checks. */
  readonly grpcEdge: boolean;
  /** Sign-ins, sign-ups and resets from one address. */
  readonly signInPerMinute: number;
  /** A MapLibre style for the maps of the web app; without it they show only our own data. */
  readonly mapStyleUrl: string | undefined;
  /** gRPC targets of all services. */
  readonly serviceAddresses: readonly { readonly name: string; readonly address: string }[];

  /** @throws ConfigError */
  constructor(env: Record<string, string | undefined> = process.env) {
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
        ...Object.fromEntries(ADDRESSES.map((key) => [key, z.string().min(1)])),
      },
      env,
    );
    this.httpPort = config.HTTP_PORT;
    this.grpcPort = config.GRPC_PORT;
    this.listen = { host: config.GRPC_HOST, reflection: config.GRPC_REFLECTION === 'on' };
    this.httpHost = config.HTTP_HOST;
    this.drainSeconds = config.DRAIN_SECONDS;
    this.corsOrigins = config.CORS_ORIGINS.split(',').filter(Boolean);
    this.trustedProxies = config.TRUSTED_PROXIES;
    this.hsts = config.HSTS;
    this.ratePerMinute = config.RATE_LIMIT_PER_MINUTE;
    this.addressPerMinute = config.ADDRESS_LIMIT_PER_MINUTE;
    this.socketsPerAccount = config.ACCOUNT_SOCKETS;
    this.socketsPerAddress = config.ADDRESS_SOCKETS;
    this.connections = config.MAX_CONNECTIONS;
    this.connectionsPerAddress = config.ADDRESS_CONNECTIONS;
    this.grpcEdge = config.GRPC_EDGE;
    this.signInPerMinute = config.SIGN_IN_LIMIT_PER_MINUTE;
    this.mapStyleUrl = config.MAP_STYLE_URL;
    const addresses = config as Record<string, unknown>;
    this.serviceAddresses = ADDRESSES.map((key) => {
      const name = key.slice(0, -'_ADDRESS'.length).toLowerCase();
      return { name, address: String(addresses[key]) };
    });
  }
}

// A gateway in the test's own process, before services that are made up: real HTTP, real sockets, real gRPC, no database.
import { Writable } from 'node:stream';
import { AccessTokens, loadSigningKey, type Role } from '@lastmile/auth';
import { LimitServiceService, SecondFactorServiceService, UserServiceService } from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import { processIdentity, type RpcDefinition } from '@lastmile/grpc';
import { createLogger } from '@lastmile/telemetry';
import { startDouble, type DoubleHandlers, type KeyRing, type ServiceDouble } from '@lastmile/testing';
import type { JWK } from 'jose';
import { startGateway } from '../src/gateway.server.js';
import { GatewayConfig } from '../src/gateway.config.js';

const SERVICES = ['USER', 'DRIVER', 'RIDER', 'STATION', 'LOCATION', 'MATCHING', 'TRIP', 'NOTIFICATION'];
/** Nobody listens there. */
const NOWHERE = 'ipv4:127.0.0.1:1';

export interface TestGateway {
  readonly baseUrl: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  /** What it has logged, one object a line. */
  readonly log: Record<string, unknown>[];
  token(userId: string, roles: readonly Role[], sessionId?: string): Promise<string>;
  stop(): Promise<void>;
}

export interface Doubled {
  /** Beside the keys, which it always tells, and the answer that every session lives. */
  readonly user?: DoubleHandlers<typeof UserServiceService & typeof SecondFactorServiceService>;
  /** Of other services, by name, as `double(StationServiceService, { … })`. */
  readonly others?: Readonly<Record<string, () => Promise<ServiceDouble>>>;
  /** Points used, by key: give the same to several gateways, as the user service does. `away` makes it fail. */
  readonly used?: Map<string, number> | 'away';
}

export const double =
  <D extends RpcDefinition>(definition: D, handlers: DoubleHandlers<D>) =>
  (): Promise<ServiceDouble> =>
    startDouble(definition, handlers);

/** @param env of the gateway, over an environment in which it listens on free ports */
export async function startTestGateway(env: Record<string, string> = {}, doubled: Doubled = {}): Promise<TestGateway> {
  // The keys that the doubles verify with too.
  const { JWT_PRIVATE_KEY: jwk = '' } = (processIdentity() as KeyRing).env;
  const keys = [await loadSigningKey(JSON.parse(jwk) as JWK)] as const;
  const tokens = new AccessTokens({ keys, issuer: 'lastmile', audience: 'lastmile' });
  const { used = new Map<string, number>() } = doubled;
  const user = await startDouble(
    { ...UserServiceService, ...SecondFactorServiceService, ...LimitServiceService },
    {
      usePoints: ({ key, points }) => {
        if (used === 'away')
          throw new DomainError('unavailable', 'DATABASE_UNAVAILABLE', 'the database does not answer');
        used.set(key, (used.get(key) ?? 0) + points);
        return { usedPoints: used.get(key)!, remainingMilliseconds: 60_000 };
      },
      getJsonWebKeySet: () => ({ json: JSON.stringify(tokens.jwks()) }),
      checkSession: () => ({}),
      listRevocations: () => ({ revocations: [], nextPageToken: '' }),
      ...doubled.user,
    },
  );
  const others: [string, ServiceDouble][] = [];
  for (const [name, start] of Object.entries(doubled.others ?? {})) others.push([name, await start()]);
  const addresses = {
    ...Object.fromEntries(SERVICES.map((name) => [`${name}_ADDRESS`, NOWHERE])),
    ...Object.fromEntries(others.map(([name, { address }]) => [`${name.toUpperCase()}_ADDRESS`, address])),
    USER_ADDRESS: user.address,
  };
  const log: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      log.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const all = { ...addresses, HTTP_PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'info', ...env };
  const before = { ...process.env };
  Object.assign(process.env, all);
  const logger = createLogger({ service: 'gateway', level: 'info' }, destination);
  const gateway = await startGateway(new GatewayConfig(), logger).finally(() => {
    for (const key of Object.keys(all)) delete process.env[key];
    Object.assign(process.env, before);
  });
  return {
    ...{ baseUrl: `http://127.0.0.1:${gateway.httpPort}`, httpPort: gateway.httpPort, grpcPort: gateway.grpcPort, log },
    token: async (userId, roles, sessionId) => (await tokens.sign({ userId, roles, sessionId })).token,
    async stop() {
      await gateway.stop();
      user.stop();
      others.forEach(([, service]) => service.stop());
    },
  };
}

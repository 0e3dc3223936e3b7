// The trip service as it runs in production, on a port and a database of its own, with what it logs kept for looking at.
import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import { PrivacyServiceService, TripServiceService, type CommitMatchRequest } from '@lastmile/contracts';
import { createClient, readCallers, serve, type CallOptions, type RpcClient } from '@lastmile/grpc';
import { partyFields } from '@lastmile/party';
import { createLogger } from '@lastmile/telemetry';
import type { TestDatabase } from '@lastmile/testing';
import { TripModule } from '../src/trip.module.js';
import { after, plan } from './fixtures.js';

/** The service that may make the call, whichever that is. */
export const SERVICE = asService('declared');
export const rider = (userId: string = randomUUID()): Caller => ({ userId, roles: ['rider'] });
export const driver = (userId: string = randomUUID()): Caller => ({ userId, roles: ['driver'] });
export const operator = (userId: string = randomUUID()): Caller => ({ userId, roles: ['operator'] });

export interface RunningTripService {
  readonly client: RpcClient<typeof TripServiceService>;
  readonly logLines: readonly string[];
  stop(): Promise<void>;
}

/** `env` is in force while the service boots, which is when it reads it. */
export async function startTrip(db: TestDatabase, env: Record<string, string> = {}): Promise<RunningTripService> {
  const before = { ...process.env };
  const logLines: string[] = [];
  Object.assign(process.env, { DATABASE_URL: db.url, LOG_LEVEL: 'silent' }, env);
  try {
    const server = await serve({
      service: 'trip',
      definitions: [TripServiceService, PrivacyServiceService],
      module: TripModule,
      port: 0,
      host: '127.0.0.1',
      drainSeconds: 0,
      logger: createLogger({ service: 'trip', level: 'trace' }, { write: (line: string) => void logLines.push(line) }),
    });
    const client = createClient(TripServiceService, { address: `ipv4:127.0.0.1:${server.port}`, service: 'gateway' });
    return {
      client: asDeclared(client),
      logLines,
      stop: async () => {
        client.close();
        await server.stop();
      },
    };
  } finally {
    process.env = before;
  }
}

/**
 * Calls as SERVICE are made as the first service that service.json lets make them on its own account; where there is none,
 * as an operator.
 */
function asDeclared(client: RpcClient<typeof TripServiceService>): RpcClient<typeof TripServiceService> {
  const declared = readCallers('trip').TripService!;
  const wrapped = Object.entries(client).map(([name, call]) => {
    const callers = Object.entries(declared[name.replace(/^./, (letter) => letter.toUpperCase())] ?? {});
    const [service] = callers.find(([, modes]) => [modes].flat().includes('itself')) ?? [];
    const act = (request: never, options?: CallOptions) =>
      (call as (request: never, options?: CallOptions) => unknown)(request, {
        ...options,
        ...(options?.caller === SERVICE && { caller: service ? asService(service) : operator() }),
      });
    return [name, typeof call === 'function' && name !== 'close' ? act : call];
  });
  return Object.fromEntries(wrapped) as typeof client;
}

/** One rider for that route, with times from now on. */
export function commitRequest(routeId: string, changes: Partial<CommitMatchRequest> = {}): CommitMatchRequest {
  const now = new Date();
  const times = {
    readyTime: now,
    pickupTime: after(300, now),
    latestPickupTime: after(900, now),
    dropoffTime: after(900, now),
    latestDropoffTime: after(1500, now),
  };
  const { party, ...planned } = plan({ rideId: randomUUID(), riderId: randomUUID(), ...times });
  return {
    requestId: randomUUID(),
    routeId,
    stationId: '701',
    trips: [{ ...planned, ...partyFields(party) }],
    reordered: [],
    ...changes,
  };
}

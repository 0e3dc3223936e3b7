// The driver service on a database of its own, with the stations and the ledger it calls made up behind real gRPC.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import {
  PrivacyServiceService,
  DriverServiceService,
  StationServiceService,
  TripServiceService,
  type RegisterRouteRequest,
  type Route,
} from '@lastmile/contracts';
import { notFound } from '@lastmile/errors';
import { createClient, type RpcClient } from '@lastmile/grpc';
import {
  LedgerDouble,
  startDouble,
  startService,
  testDatabase,
  waitFor,
  type ServiceDouble,
  type StartedService,
  type TestDatabase,
} from '@lastmile/testing';
import { DriverModule } from '../src/driver.module.js';

export const STATIONS = Array.from({ length: 11 }, (_, n) => `7:${701 + n}`);
export const CLOSED_STATION = '7:closed';
export const HOME = { position: { latitude: 40.7446, longitude: -73.8256 }, name: 'home' };

export const driver = (userId: string = randomUUID()): Caller => ({ userId, roles: ['driver'] });
export const operator = (): Caller => ({ userId: randomUUID(), roles: ['operator'] });

export type DriverClient = RpcClient<typeof DriverServiceService>;
export interface PublishedEvent {
  readonly type: string;
  readonly version: number;
  readonly data: { readonly route: Record<string, unknown> };
}

export class Platform {
  private constructor(
    readonly db: TestDatabase,
    readonly ledger: LedgerDouble,
    readonly client: DriverClient,
    private readonly service: StartedService,
    private readonly doubles: readonly ServiceDouble[],
  ) {}

  /** `env` is laid over the service's environment, for example a smaller pool. */
  static async start(more: Readonly<Record<string, string>> = {}): Promise<Platform> {
    const db = await testDatabase('driver');
    const ledger = new LedgerDouble();
    const doubles = await Promise.all([
      startDouble(StationServiceService, {
        getStation: ({ stationId }) => {
          if (!STATIONS.includes(stationId) && stationId !== CLOSED_STATION) throw notFound('station', stationId);
          const position = { latitude: 40.7596, longitude: -73.83 + STATIONS.indexOf(stationId) / 100 };
          const rest = { timeZone: 'America/New_York', lines: [], pickupPoints: [] };
          return {
            station: { ...rest, stationId, name: `at ${stationId}`, position, active: stationId !== CLOSED_STATION },
          };
        },
      }),
      startDouble(TripServiceService, ledger.handlers),
    ]);
    const [station, trip] = doubles;
    const options = {
      service: 'driver',
      definitions: [DriverServiceService, PrivacyServiceService],
      module: DriverModule,
      drainSeconds: 0,
    };
    const env = { DATABASE_URL: db.url, STATION_ADDRESS: station!.address, TRIP_ADDRESS: trip!.address };
    const service = await startService(options, {
      ...{ ...env, LOG_LEVEL: 'silent', DRIVER_AUTO_APPROVAL: 'true' },
      ...more,
    });
    const client = createClient(DriverServiceService, { address: service.address, service: 'gateway' });
    return new Platform(db, ledger, client, service, doubles);
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.service.stop();
    this.doubles.forEach((double) => double.stop());
    await this.db.close();
  }

  /** A driver with a car of four seats and one wheelchair place. */
  async newDriver(caller = driver()): Promise<Caller> {
    await this.client.registerDriver({ requestId: randomUUID(), name: 'Dora', vehicle: VEHICLE }, { caller });
    return caller;
  }

  async newRoute(caller: Caller, changes: Partial<RegisterRouteRequest> = {}): Promise<Route> {
    return (await this.client.registerRoute(routeRequest(changes), { caller })).route!;
  }

  async startedRoute(caller: Caller): Promise<Route> {
    const { routeId } = await this.newRoute(caller);
    return (await this.client.startRoute({ requestId: randomUUID(), routeId }, { caller })).route!;
  }

  /** The events told of a route, oldest first, as listeners will get them; each once. */
  async told(routeId: string): Promise<PublishedEvent[]> {
    const jobs = await this.db.admin<PublishedEvent & { id: string }>(
      `SELECT payload->>'id' AS id, payload->>'type' AS type, (payload->>'version')::integer AS version,
         payload->'data' AS data
       FROM events._private_jobs j WHERE payload->>'aggregateId' = $1 ORDER BY j.id`,
      [routeId],
    );
    return [...new Map(jobs.map((event) => [event.id, event])).values()];
  }

  /** The jobs that wait to finish a step of a route. */
  jobs(routeId: string): Promise<object[]> {
    return this.db.admin('SELECT run_at FROM events._private_jobs WHERE key = $1', [jobKey(routeId)]);
  }

  /** Lets them run now, and waits until they are done. */
  async runJobs(routeId: string): Promise<void> {
    expect(await this.jobs(routeId)).toHaveLength(1);
    await this.db.admin('UPDATE events._private_jobs SET run_at = now() WHERE key = $1', [jobKey(routeId)]);
    await waitFor(async () => (await this.jobs(routeId)).length === 0, { what: 'the job has run' });
  }

  /** Everything this service has stored and queued, to compare before and after, but the log of operators, in which refusals stand too. */
  async snapshot(): Promise<unknown> {
    const [row] = await this.db.admin(`SELECT
      (SELECT jsonb_agg(d ORDER BY driver_id) FROM driver.drivers d) AS drivers,
      (SELECT jsonb_agg(r ORDER BY route_id) FROM driver.routes r) AS routes,
      (SELECT jsonb_agg(q.request_id ORDER BY request_id) FROM driver.requests q) AS requests,
      (SELECT jsonb_agg(j.payload ORDER BY j.id) FROM events._private_jobs j
       WHERE coalesce(j.payload->>'type', '') NOT LIKE '%.operator_acted') AS jobs`);
    return row;
  }
}

const jobKey = (routeId: string): string => `driver/settle-route:${routeId}`;

export const VEHICLE = { plate: 'T 123', description: 'grey van', seats: 4, wheelchairPlaces: 1 };

export const routeRequest = (changes: Partial<RegisterRouteRequest> = {}): RegisterRouteRequest => ({
  requestId: randomUUID(),
  stationIds: STATIONS.slice(0, 2),
  destination: HOME,
  seats: 0,
  autoAccept: false,
  ...changes,
});

// Replicas of the location service on one database; the services it calls are doubles behind real gRPC.
import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import {
  DriverServiceService,
  LocationServiceService,
  MatchingServiceService,
  MilestoneEvent,
  PickupStatus,
  RelayServiceService,
  RideEvent,
  RouteEvent,
  RouteStatus,
  StationServiceService,
  Trip,
  TripEvent,
  type MatchRequest,
  type MatchResponse,
  type Point,
  type Route,
  type TripStatus,
  type UpdateLocationResponse,
} from '@lastmile/contracts';
import { EventBus, ServiceGraph } from '@lastmile/events';
import type { LatLng } from '@lastmile/geo';
import { createClient, type RpcClient } from '@lastmile/grpc';
import { ALONE, partyFields, type Party } from '@lastmile/party';
import { APPS_DIRECTORY } from '@lastmile/postgres';
import {
  startDouble,
  startService,
  testDatabase,
  type ServiceDouble,
  type StartedService,
  type TestDatabase,
} from '@lastmile/testing';
import { LocationModule } from '../src/location.module.js';

export const STATION_ID = 'mta:701';
export const FAR_STATION_ID = 'mta:702';
const STATION: LatLng = { latitude: 40.7596, longitude: -73.83 };
/** So many metres north of the station. */
export const north = (meters: number): LatLng => ({ ...STATION, latitude: STATION.latitude + meters / 111_195 });
export const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000);
export const point = (meters: number, time = new Date(), change: Partial<Point> = {}): Point => ({
  position: north(meters),
  time,
  accuracyMeters: 5,
  ...change,
});
export const asDriver = (driverId: string): Caller => ({ userId: driverId, roles: ['driver'] });
export const AS_OPERATOR: Caller = { userId: 'op', roles: ['operator'] };
export const AS_GATEWAY = asService('gateway');

export type LocationClient = RpcClient<typeof LocationServiceService>;
export type RelayClient = RpcClient<typeof RelayServiceService>;

const DEADLOCK = '40P01';

export class Platform {
  readonly started = new Map<string, Route>();
  readonly matches: MatchRequest[] = [];
  /** What matching does; replaced by tests. */
  answer: (request: MatchRequest) => MatchResponse | Promise<MatchResponse> = () => NOTHING;
  private readonly replicas: { service: StartedService; client: LocationClient; relay: RelayClient }[] = [];
  private doubles: ServiceDouble[] = [];
  private env: Record<string, string> = {};
  private readonly graph = new ServiceGraph(APPS_DIRECTORY);

  private constructor(readonly db: TestDatabase) {}

  static async start(): Promise<Platform> {
    const platform = new Platform(await testDatabase('location'));
    const [driver, station, matching] = await Promise.all([
      startDouble(DriverServiceService, {
        batchGetRoutes: ({ startedDriverIds }) => ({
          routes: startedDriverIds.flatMap((driverId) => platform.started.get(driverId) ?? []),
        }),
      }),
      startDouble(StationServiceService, {
        getStation: ({ stationId }) => {
          const names = { stationId, name: 'Main St', timeZone: 'America/New_York', active: true };
          return { station: { ...names, position: STATION, lines: [], pickupPoints: [] } };
        },
      }),
      startDouble(MatchingServiceService, {
        match: (request) => {
          platform.matches.push(request);
          return platform.answer(request);
        },
      }),
    ]);
    platform.doubles = [driver, station, matching];
    platform.env = {
      DATABASE_URL: platform.db.url,
      DRIVER_ADDRESS: driver.address,
      STATION_ADDRESS: station.address,
      MATCHING_ADDRESS: matching.address,
      LOG_LEVEL: 'silent',
    };
    return platform;
  }

  async addReplica(env: Record<string, string> = {}): Promise<LocationClient> {
    const definitions = [LocationServiceService, RelayServiceService];
    const service = await startService(
      { service: 'location', definitions, module: LocationModule },
      { ...this.env, ...env },
    );
    const of = { address: service.address, service: 'gateway' };
    const client = createClient(LocationServiceService, of);
    this.replicas.push({ service, client, relay: createClient(RelayServiceService, of) });
    return client;
  }

  /** Of the newest replica. */
  get relay(): RelayClient {
    return this.replicas.at(-1)!.relay;
  }

  async stopReplicas(): Promise<void> {
    for (const { service, client, relay } of this.replicas.splice(0)) {
      client.close();
      relay.close();
      await service.stop();
    }
  }

  async stop(): Promise<void> {
    await this.stopReplicas();
    this.doubles.forEach((double) => double.stop());
    await this.db.close();
  }

  /** Nobody on duty, nothing asked for. */
  async clear(): Promise<void> {
    this.started.clear();
    this.matches.length = 0;
    this.answer = () => NOTHING;
    await this.truncate();
    await this.db.admin('DELETE FROM events._private_jobs WHERE locked_at IS NULL');
  }

  /** A fix or a job of the test before may still run, and hold a lock that this waits for while it waits for this. */
  private async truncate(attempts = 3): Promise<void> {
    try {
      await this.db.admin('TRUNCATE location.watches, location.trips CASCADE');
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || attempts === 1) throw error;
      await this.truncate(attempts - 1);
    }
  }

  /** A driver on the way past the station, or these stations, whom location has not heard of yet. */
  newRoute(stationIds: readonly string[] = [STATION_ID]): Route {
    const stops = stationIds.map((stationId) => ({
      stationId,
      name: stationId,
      position: stationId === STATION_ID ? STATION : north(20_000),
      pickupStatus: PickupStatus.PICKUP_STATUS_AHEAD,
    }));
    const route: Route = {
      routeId: randomUUID(),
      driverId: randomUUID(),
      status: RouteStatus.ROUTE_STATUS_STARTED,
      stops,
      destination: { position: north(30_000), name: 'home' },
      seats: 4,
      wheelchairPlaces: 0,
      detourBudgetSeconds: 600,
      autoAccept: false,
      startTime: inSeconds(-600),
      version: 2,
    };
    this.started.set(route.driverId, route);
    return route;
  }

  /** Publishes the route as the driver service would. */
  async tellRoute(type: string, route: Route): Promise<void> {
    if (route.status === RouteStatus.ROUTE_STATUS_FINISHED) this.started.delete(route.driverId);
    const { routeId: aggregateId, version } = route;
    await this.tell('driver', { type, aggregateId, version, time: new Date(), data: RouteEvent.toJSON({ route }) });
  }

  async tellRide(type: string, stationId = STATION_ID): Promise<void> {
    const data = RideEvent.toJSON(RideEvent.fromJSON({ ride: { rideId: randomUUID(), stationId } }));
    await this.tell('rider', { type, aggregateId: randomUUID(), version: 1, time: new Date(), data });
  }

  async finishRoute(route: Route): Promise<void> {
    const version = route.version + 1;
    await this.tellRoute('driver.route_finished', { ...route, status: RouteStatus.ROUTE_STATUS_FINISHED, version });
  }

  /** Publishes a trip of the route as the ledger would; from the station to 3 km north of it. */
  async tellTrip(
    { driverId, routeId }: Route,
    trip: { tripId: string; status: TripStatus; version?: number; party?: Party },
  ): Promise<void> {
    const { tripId: aggregateId, version = 1, status } = trip;
    const whole: Trip = {
      ...Trip.fromJSON({ routeId, driverId, stationId: STATION_ID, dropoffOrder: 1, createTime: inSeconds(-300) }),
      ...trip,
      ...partyFields(trip.party ?? ALONE),
      version,
      pickup: { position: STATION, name: '' },
      destination: { position: north(3_000), name: '' },
      readyTime: inSeconds(-290),
      pickupTime: inSeconds(60),
      dropoffTime: inSeconds(900),
    };
    const type = `trip.${status.replace('TRIP_STATUS_', '').toLowerCase()}`;
    await this.tell('trip', {
      type,
      aggregateId,
      version,
      time: new Date(),
      data: TripEvent.toJSON({ ...TripEvent.fromJSON({}), trip: whole }),
    });
  }

  /** The events published from now on, in order, read when asked for. No service listens to them, so the queue has none. */
  recordMilestones(): () => unknown[] {
    const published = jest.spyOn(EventBus.prototype, 'publish');
    return () => {
      const events = published.mock.calls.map(([, event]) => event);
      published.mockRestore();
      return events.map((event) => {
        const { milestone, tripIds, time } = MilestoneEvent.fromJSON(event?.data);
        return [event?.type, milestone, tripIds, time];
      });
    };
  }

  /** How many jobs and events are still to be handled. */
  async unfinished(): Promise<number> {
    return (
      await this.db.admin(
        `SELECT FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id
       WHERE t.identifier NOT LIKE '%/retention'`,
      )
    ).length;
  }

  private async tell(service: string, event: Parameters<EventBus['publish']>[1]): Promise<void> {
    const bus = new EventBus(service, this.graph);
    await this.db.databaseOf(service).transaction((tx) => bus.publish(tx, event));
    // The same event goes to services that do not run here.
    await this.db.admin(`SELECT events.complete_jobs(array_agg(jobs.id)) FROM events.jobs
      WHERE task_identifier NOT LIKE 'location%' AND locked_at IS NULL`);
  }
}

/** One batch on one stream, as the gateway sends it. */
export async function update(
  client: LocationClient,
  driverId: string,
  points: Point[],
  caller = asDriver(driverId),
): Promise<UpdateLocationResponse> {
  const call = client.stream.updateLocation({ caller });
  call.write({ driverId, points });
  call.end();
  return call.response;
}

const NOTHING: MatchResponse = { trips: [], plan: [], unserved: [] };

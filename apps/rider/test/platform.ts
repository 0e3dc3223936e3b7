// The rider service on a database of its own, with the stations and the ledger it calls made up behind real gRPC.
import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import {
  PrivacyServiceService,
  RiderServiceService,
  StationServiceService,
  TripServiceService,
  type RequestRideRequest,
  type Ride,
  type RideStatus,
} from '@lastmile/contracts';
import { DomainError, notFound } from '@lastmile/errors';
import { EventBus, ServiceGraph } from '@lastmile/events';
import { createClient, type RpcClient } from '@lastmile/grpc';
import { partyFields } from '@lastmile/party';
import { APPS_DIRECTORY } from '@lastmile/postgres';
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
import { RiderModule } from '../src/rider.module.js';
import { north, STATION, TRAIN } from './fixtures.js';

export const BARE_STATION = '7:bare';
export const CLOSED_STATION = '7:closed';
const KNOWN = [STATION.stationId, BARE_STATION, CLOSED_STATION];
/** When each train arrives, in seconds from now. */
export const TRAINS: Readonly<Record<string, number>> = { T1: 600, 'in-four-hours': 14_400, 'an-hour-ago': -3600 };

export const rider = (userId: string = randomUUID()): Caller => ({ userId, roles: ['rider'] });
export const operator = (): Caller => ({ userId: randomUUID(), roles: ['operator'] });
export const MATCHING = asService('matching');

export type RiderClient = RpcClient<typeof RiderServiceService>;
export interface PublishedEvent {
  readonly type: string;
  readonly version: number;
  readonly data: { readonly ride: Record<string, unknown> };
}

export class Platform {
  /** Runs whenever the timetable is asked, before it answers. */
  beforeArrival: () => Promise<void> = () => Promise.resolve();
  private doubles: ServiceDouble[] = [];
  private service!: StartedService;
  client!: RiderClient;

  private constructor(
    readonly db: TestDatabase,
    readonly ledger: LedgerDouble,
  ) {}

  /** `env` is laid over the service's environment, for example a smaller pool. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<Platform> {
    const db = await testDatabase('rider');
    const trip = db.databaseOf('trip');
    const bus = new EventBus('trip', new ServiceGraph(APPS_DIRECTORY));
    // Published through the real event queue.
    const ledger = new LedgerDouble((event) => trip.transaction((tx) => bus.publish(tx, event)));
    const platform = new Platform(db, ledger);
    await platform.boot(env);
    return platform;
  }

  private async boot(more: Readonly<Record<string, string>>): Promise<void> {
    const station = await startDouble(StationServiceService, {
      getStation: ({ stationId }) => {
        if (!KNOWN.includes(stationId)) throw notFound('station', stationId);
        const kerbs = stationId === BARE_STATION ? [] : STATION.pickupPoints;
        const pickupPoints = kerbs.map((kerb) => ({ ...kerb, stationId }));
        return { station: { ...STATION, stationId, lines: [], pickupPoints, active: stationId !== CLOSED_STATION } };
      },
      getArrival: async ({ stationId, trainId, serviceDate }) => {
        await this.beforeArrival();
        const seconds = serviceDate === TRAIN.serviceDate ? TRAINS[trainId] : undefined;
        if (seconds === undefined) throw new DomainError('not_found', 'ARRIVAL_NOT_FOUND', 'no such train');
        const arriveTime = new Date(Date.now() + seconds * 1000);
        const line = {
          lineId: '7:7',
          shortName: '7',
          longName: 'Flushing Local',
          color: 'B933AD',
          textColor: 'FFFFFF',
        };
        return {
          arrival: { stationId, trainId, serviceDate, line, headsign: TRAIN.headsign, directionId: 0, arriveTime },
        };
      },
    });
    const trip = await startDouble(TripServiceService, this.ledger.handlers);
    this.doubles = [station, trip];
    const options = {
      service: 'rider',
      definitions: [RiderServiceService, PrivacyServiceService],
      module: RiderModule,
      drainSeconds: 0,
    };
    const env = { DATABASE_URL: this.db.url, STATION_ADDRESS: station.address, TRIP_ADDRESS: trip.address };
    this.service = await startService(options, { ...env, LOG_LEVEL: 'silent', ...more });
    this.client = createClient(RiderServiceService, { address: this.service.address, service: 'gateway' });
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.service.stop();
    this.doubles.forEach((double) => double.stop());
    await this.db.close();
  }

  async newRider(caller = rider()): Promise<Caller> {
    await this.client.registerRider({ requestId: randomUUID(), name: 'Ana', wheelchair: false }, { caller });
    return caller;
  }

  async newRide(caller: Caller, changes: Partial<RequestRideRequest> = {}): Promise<Ride> {
    return (await this.client.requestRide(rideRequest(changes), { caller })).ride!;
  }

  async ride({ rideId }: { rideId: string }): Promise<Ride> {
    return (await this.client.getRideStatus({ rideId }, { caller: operator() })).ride!;
  }

  /** The ride once it has come to this status. */
  becomes(ride: { rideId: string }, status: RideStatus): Promise<Ride> {
    const inStatus = async () => {
      const now = await this.ride(ride);
      return now.status === status ? now : undefined;
    };
    return waitFor(inStatus, { what: `the ride is ${status}` });
  }

  /** All events told to this service so far have had their effect. */
  async settled(): Promise<void> {
    const pending = () => this.db.admin(`SELECT FROM events.jobs WHERE task_identifier LIKE 'rider:%'`);
    await waitFor(async () => (await pending()).length === 0, { what: 'every event is handled' });
  }

  /** Lets the rider's time run out now. */
  async passLimit({ rideId }: { rideId: string }): Promise<void> {
    await this.db.admin(
      `UPDATE rider.rides SET latest_pickup_time = now(), ready_time = now() - interval '15 minutes' WHERE ride_id = $1`,
      [rideId],
    );
    await this.db.admin('UPDATE events._private_jobs SET run_at = now() WHERE key = $1', [timerKey(rideId)]);
  }

  /** When the ride's timer is to fire, if it is set. */
  async expiryOf({ rideId }: { rideId: string }): Promise<Date | undefined> {
    const [timer] = await this.db.admin<{ run_at: Date }>('SELECT run_at FROM events._private_jobs WHERE key = $1', [
      timerKey(rideId),
    ]);
    return timer?.run_at;
  }

  /** The types of the events told of a ride, oldest first. */
  async toldTypes(ride: { rideId: string }): Promise<string[]> {
    return (await this.told(ride)).map(({ type }) => type);
  }

  /** The events told of a ride, oldest first, as listeners will get them; each once. */
  async told({ rideId }: { rideId: string }): Promise<PublishedEvent[]> {
    const jobs = await this.db.admin<PublishedEvent & { id: string }>(
      `SELECT payload->>'id' AS id, payload->>'type' AS type, (payload->>'version')::integer AS version,
         payload->'data' AS data
       FROM events._private_jobs j WHERE payload->>'aggregateId' = $1 AND payload->>'type' LIKE 'rider.%' ORDER BY j.id`,
      [rideId],
    );
    return [...new Map(jobs.map((event) => [event.id, event])).values()];
  }

  /** Rides of the past, copies of one that there is, each a minute later; the planner knows of them. */
  async addEndedRides(count: number, status: 'completed' | 'cancelled' | 'expired' | 'no_show'): Promise<void> {
    await this.db.admin(
      `DO $$
       DECLARE ride rider.rides; columns text;
       BEGIN
         SELECT string_agg(column_name, ', ') INTO columns FROM information_schema.columns
         WHERE table_schema = 'rider' AND table_name = 'rides' AND is_generated = 'NEVER';
         SELECT * INTO ride FROM rider.rides ORDER BY create_time LIMIT 1;
         ride.status := '${status}';
         ride.end_time := ride.create_time;
         EXECUTE format('INSERT INTO rider.rides (%1$s) SELECT %1$s FROM (
           SELECT (jsonb_populate_record($1, jsonb_build_object(
             ''ride_id'', gen_random_uuid(), ''create_time'', $1.create_time + i * interval ''1 min''))).*
           FROM generate_series(1, ${count}) AS i)', columns) USING ride;
       END $$`,
    );
    await this.db.admin('ANALYZE rider.rides');
  }

  /** Everything this service has stored and queued, to compare before and after, but the log of operators, in which refusals stand too. */
  async snapshot(): Promise<unknown> {
    const [row] = await this.db.admin(`SELECT
      (SELECT jsonb_agg(r ORDER BY rider_id) FROM rider.riders r) AS riders,
      (SELECT jsonb_agg(r ORDER BY ride_id) FROM rider.rides r) AS rides,
      (SELECT jsonb_agg(q.request_id ORDER BY request_id) FROM rider.requests q) AS requests,
      (SELECT jsonb_agg(j.payload ORDER BY j.id) FROM events._private_jobs j
       WHERE coalesce(j.payload->>'type', '') NOT LIKE '%.operator_acted') AS jobs`);
    return row;
  }
}

const timerKey = (rideId: string): string => `rider#ride-expiry:${rideId}`;

export const rideRequest = (changes: Partial<RequestRideRequest> = {}): RequestRideRequest => ({
  requestId: randomUUID(),
  stationId: STATION.stationId,
  trainId: TRAIN.trainId,
  serviceDate: TRAIN.serviceDate,
  destination: { position: north(2000), name: 'home' },
  ...partyFields({}),
  pickupPointId: '',
  ...changes,
});

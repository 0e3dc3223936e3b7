// Many ask for matches at the same moment, in any order of the cars: there is no deadlock.
import { randomUUID } from 'node:crypto';
import { EventBus, Jobs, ServiceGraph } from '@lastmile/events';
import { APPS_DIRECTORY, Database } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { ManualClock, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import type { Approach, Fix, Milestone, Route, Duty } from '../src/location.types.js';
import { MatchQueue } from '../src/approaches/match.queue.js';
import { MilestonePublisher } from '../src/fixes/milestone.publisher.js';
import { MatchTriggerRepository } from '../src/approaches/match-trigger.repository.js';
import { TripRepository } from '../src/duty/trip.repository.js';
import { DutyRepository } from '../src/duty/duty.repository.js';

const DRIVERS = 30;
const ASKS = 30;
/** Of a race in which much else happens to each. */
const FEW = 8;
/** In driving order, which is not the order of the names. */
const STATIONS = ['z', 'm', 'a'];
const POSITION = { latitude: 40.7, longitude: -73.8 };

const clock = new ManualClock();
const fix: Fix = {
  position: POSITION,
  time: clock.now(),
  accuracyMeters: 5,
  speedMetersPerSecond: undefined,
  headingDegrees: undefined,
};

let db: TestDatabase;
let database: Database;
let duties: DutyRepository;
let triggers: MatchTriggerRepository;
let routes: Route[];

beforeEach(async () => {
  db = await testDatabase('location');
  // As many at once as several replicas would have.
  database = new Database({
    url: db.url,
    service: 'location',
    poolMax: 20,
    logger: createLogger({ service: 'location', level: 'silent' }),
  });
  duties = new DutyRepository(database);
  triggers = new MatchTriggerRepository(database, new MatchQueue(new Jobs('location', clock)));
  routes = Array.from({ length: DRIVERS }, newRoute);
  for (const route of routes) await apply(route);
});
afterEach(() => db.close());

it('asks 30 times for 30 cars, each time in another order: every ask succeeds, without a deadlock', async () => {
  const atOne = approaches(['a']);
  const failures = await race(Array.from({ length: ASKS }, () => triggers.ask(shuffled(atOne), clock.now())));
  expect({ failures, deadlocks: await deadlocks() }).toEqual({ failures: [], deadlocks: 0 });
  const jobs = await db.admin(`SELECT FROM events.jobs WHERE task_identifier = 'location/match'`);
  expect(jobs).toHaveLength(DRIVERS);
});

it('lets a route change, and milestones be reached, while it asks: no deadlock', async () => {
  const trips = new TripRepository(
    database,
    new MilestonePublisher(new EventBus('location', new ServiceGraph(APPS_DIRECTORY))),
  );
  const work = routes
    .slice(0, FEW)
    .flatMap((route) => [
      triggers.ask(shuffled(approaches(STATIONS)), clock.now()),
      apply({ ...route, version: 2 }),
      trips.reach(watchOf(route), shuffled(STATIONS).map(reached)),
      trips.reach(watchOf(route), shuffled(STATIONS).map(reached)),
      triggers.ask(shuffled(approaches(STATIONS)), new Date(clock.now().getTime() + 1)),
      apply({ ...route, routeId: randomUUID(), startTime: new Date(clock.now().getTime() + 1) }),
    ]);
  expect({ failures: await race(work), deadlocks: await deadlocks() }).toEqual({ failures: [], deadlocks: 0 });
});

async function race(work: readonly Promise<unknown>[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(work);
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
}

/** Of this database since it was made. A connection reports what it counted when it ends at the latest. */
async function deadlocks(): Promise<number> {
  await database.close();
  const connected = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await waitFor(async () => (await db.admin(connected)).length === 0, { what: 'all connections closed' });
  const [row] = await db.admin<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(row!.deadlocks);
}

const apply = (route: Route) => duties.apply(route, clock.now(), new Map());

const approaches = (stationIds: readonly string[]): Approach[] =>
  routes.flatMap(({ driverId, routeId }) =>
    stationIds.map((stationId) => ({
      driverId,
      routeId,
      stationId,
      position: POSITION,
      etaTime: clock.now(),
      distanceMeters: 1,
      positionTime: clock.now(),
      lastMatch: undefined,
    })),
  );

function newRoute(): Route {
  const stops = STATIONS.map((stationId) => ({ stationId, position: POSITION, pickupStatus: 'ahead' as const }));
  const startTime = clock.now();
  return { routeId: randomUUID(), driverId: randomUUID(), onDuty: true, startTime, version: 1, seats: 4, stops };
}

const watchOf = ({ driverId, routeId }: Route): Duty => ({
  driverId,
  routeId,
  startTime: clock.now(),
  stops: [],
  fix,
  doubt: undefined,
  seats: 4,
  trips: [],
});

const reached = (stationId: string): Milestone => ({
  kind: 'station_reached',
  stationId,
  tripIds: [],
  time: clock.now(),
  fix,
});

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

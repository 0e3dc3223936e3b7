// Every list of trips reads about as many rows as it shows, however many trips there have been.
import { randomUUID } from 'node:crypto';
import { Explained, testDatabase, type TestDatabase } from '@lastmile/testing';
import { listTrips } from '../src/trips/trip-rows.repository.js';
import { TRIP_COLUMNS } from '../src/trips/trip.row.js';
import { TRIP_STATUSES, type Trip, type TripFilter } from '../src/trip.types.js';
import { Ledger } from './ledger.js';

const PAST = 20_000;
const PEOPLE = 500;
const PAGE = 20;
/** Rows looked at for a page: of both sides of a person's trips, and some that the planner finds cheaper to read than to look up. */
const MOST_READ = 300;

let db: TestDatabase;
let offered: Trip;
beforeAll(async () => {
  db = await testDatabase('trip');
  const ledger = new Ledger(db.database);
  offered = await ledger.seat();
  const completed = await ledger.seatAs('completed');
  // The live ones, and the ends that are rare, are older than all that was completed: a search by time alone goes past it all.
  await copy(completed, PAST, { create_time: `create_time + i * interval '1 min'` });
  for (const status of ['declined', 'expired', 'cancelled', 'no_show']) {
    const early = { board_time: 'NULL', ended_by: `'platform'`, driver_rating: '0', rider_rating: '0' };
    await copy(completed, 5, { ...early, status: `'${status}'` });
  }
  await db.admin('ANALYZE trip.trips');
});
afterAll(() => db.close());

const any = { liveOnly: false };
it.each<[string, () => TripFilter]>([
  ...TRIP_STATUSES.map((status): [string, () => TripFilter] => [status, () => ({ ...any, status })]),
  ...TRIP_STATUSES.map((status): [string, () => TripFilter] => {
    return [`${status}, of one person`, () => ({ ...any, status, personId: offered.driverId })];
  }),
  ['live', () => ({ liveOnly: true })],
  ['live, of one person', () => ({ liveOnly: true, personId: offered.riderId })],
  ['offered, of one driver', () => ({ ...any, status: 'offered', driverId: offered.driverId })],
  ['of one rider', () => ({ ...any, riderId: offered.riderId })],
  ['of one ride', () => ({ ...any, rideId: offered.rideId })],
  ['of somebody without a trip', () => ({ ...any, personId: randomUUID() })],
  ['of some routes', () => ({ ...any, routeIds: [offered.routeId] })],
  ['offered at a station', () => ({ ...any, status: 'offered', stationId: offered.stationId })],
  ['all', () => any],
])('%s', async (_, filter) => {
  const explained = new Explained(db.database);
  await listTrips(explained, filter(), PAGE);
  expect(explained.isScan).toBe(false);
  expect(explained.rowsRead).toBeLessThan(MOST_READ);
});

/** Copies of a trip, of other people and rides; `changes` are SQL by column, `i` counts from 1. */
async function copy({ tripId }: Trip, count: number, changes: Record<string, string>): Promise<void> {
  const person = (offset: number) => `md5((i % ${PEOPLE} + ${offset})::text)::uuid`;
  const ids = { trip_id: 'gen_random_uuid()', ride_id: 'gen_random_uuid()' };
  const people = { rider_id: person(0), driver_id: person(PEOPLE) };
  const values = TRIP_COLUMNS.map((column) => ({ ...ids, ...people, ...changes })[column] ?? column);
  // Without triggers and foreign keys: only how many there are matters here.
  await db.admin(`DO $$ BEGIN
    SET LOCAL session_replication_role = replica;
    INSERT INTO trip.trips (${TRIP_COLUMNS.join()})
    SELECT ${values.join()} FROM trip.trips, generate_series(1, ${count}) AS i WHERE trip_id = '${tripId}';
  END $$`);
}

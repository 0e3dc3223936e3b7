// The ledger keeps trips for ever, but after 90 days without names, PIN and exact places; share links go when they have expired.
import { ManualClock, testDatabase, type TestDatabase } from '@lastmile/testing';
import { TripConfig } from '../src/trip.config.js';
import { TripPersonalData } from '../src/privacy/personal-data.repository.js';
import { audit } from './audit.js';
import { START } from './fixtures.js';
import { Ledger } from './ledger.js';

const DAY = 86_400;
let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase('trip')));
afterAll(() => db.close());

const sweep = async (clock: ManualClock) => {
  for (const rule of new TripPersonalData(db.database, clock, new TripConfig({})).retention) await rule.sweep(500);
};
const rows = () =>
  db.admin<object>(
    `SELECT trip_id, rider_name || driver_name || vehicle_plate || vehicle_description || destination_name AS words, pin,
       destination_latitude AS latitude, fare_amount_minor AS amount, live FROM trip.trips ORDER BY create_time, trip_id`,
  );

test('trips that ended 90 days ago are made nameless and coarse, in two replicas at once; live ones never', async () => {
  const clock = new ManualClock(START);
  const ledger = new Ledger(db.database, clock);
  const ended = await ledger.seatAs('completed');
  const [younger, live] = [await ledger.seatAs('completed'), await ledger.seatAs('active')];
  await db.admin('UPDATE trip.trips SET end_time = $2 WHERE trip_id = $1', [
    ended.tripId,
    new Date(START.getTime() - 2 * DAY * 1_000),
  ]);
  const before = await rows();
  clock.advance(87 * DAY);
  await sweep(clock);
  expect(await rows()).toEqual(before);
  clock.advance(2 * DAY);
  await Promise.all([sweep(clock), sweep(clock)]);
  const after = await rows();
  const blurred = { words: '', pin: '0000', latitude: 40.74, amount: String(ended.fare.amountMinor), live: false };
  expect(after).toContainEqual({ trip_id: ended.tripId, ...blurred });
  for (const { tripId } of [younger, live]) {
    const same = (all: object[]) => all.find((row) => (row as { trip_id: string }).trip_id === tripId);
    expect(same(after)).toEqual(same(before));
  }
  expect(await audit(db)).toEqual([]);
});

test('share links go when they have expired', async () => {
  const clock = new ManualClock(START);
  const { tripId } = await new Ledger(db.database, clock).seatAs('active');
  for (const [token, seconds] of [
    ['over', -1],
    ['valid', 1],
  ] as const) {
    await db.admin(`INSERT INTO trip.share_links VALUES ($1, $2, $3, $4)`, [
      token,
      tripId,
      new Date(START.getTime() - DAY * 1_000),
      new Date(START.getTime() + seconds * 1_000),
    ]);
  }
  await Promise.all([sweep(clock), sweep(clock)]);
  expect(await db.admin('SELECT token_hash FROM trip.share_links')).toEqual([{ token_hash: 'valid' }]);
});

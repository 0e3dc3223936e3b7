// Positions are deleted after a day, rows of routes that are over after 30; younger ones, and those of drivers on duty, stay.
import { ManualClock, testDatabase, type TestDatabase } from '@lastmile/testing';
import { LocationConfig } from '../src/location.config.js';
import { LocationPersonalData } from '../src/privacy/personal-data.repository.js';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase('location')));
afterAll(() => db.close());

const sweepAll = async () => {
  const data = new LocationPersonalData(db.database, new ManualClock(new Date()), new LocationConfig({}));
  for (const rule of data.retention) await rule.sweep(500);
};
const left = async (table: string, key: string) =>
  (await db.admin<{ key: string }>(`SELECT ${key} AS key FROM location.${table} ORDER BY 1`)).map((row) => row.key);

test('each rule takes what is older than its time, in two replicas at once', async () => {
  const duties = [
    ['old and over', 31, false],
    ['young and over', 29, false],
    ['old and on duty', 31, true],
    ['on duty', 0, true],
  ] as const;
  for (const [id, days, onDuty] of duties) {
    await db.admin(
      `INSERT INTO location.watches (driver_id, route_id, start_time, version, on_duty)
       VALUES ($1, 'r', now() - make_interval(days => $2), 1, $3)`,
      [id, days, onDuty],
    );
  }
  for (const [id, hours] of [
    ['old and on duty', 25],
    ['on duty', 23],
  ] as const) {
    await db.admin(
      `INSERT INTO location.positions (driver_id, route_id, latitude, longitude, time, accuracy_meters)
       VALUES ($1, 'r', 1, 1, now() - make_interval(hours => $2), 5)`,
      [id, hours],
    );
  }
  for (const [id, days] of [
    ['old', 31],
    ['young', 29],
  ] as const) {
    await db.admin(
      `INSERT INTO location.trips (trip_id, driver_id, route_id, station_id, version, status, party_size, pickup_latitude,
         pickup_longitude, destination_latitude, destination_longitude, ready_time, pickup_time, dropoff_time, dropoff_order)
       SELECT $1, 'on duty', 'r', 's', 1, 'ended', 1, 1, 1, 1, 1, at, at, at, 1 FROM (SELECT now() - make_interval(days => $2) AS at)`,
      [id, days],
    );
  }
  await Promise.all([sweepAll(), sweepAll()]);
  expect(await left('watches', 'driver_id')).toEqual(['old and on duty', 'on duty', 'young and over']);
  expect(await left('positions', 'driver_id')).toEqual(['on duty']);
  expect(await left('trips', 'trip_id')).toEqual(['young']);
});

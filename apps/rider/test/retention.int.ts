// What is old goes by itself: names and places of rides, stored outcomes and jobs that were given up; what is younger stays.
import { randomUUID } from 'node:crypto';
import { Jobs } from '@lastmile/events';
import { PersonalData, Retention } from '@lastmile/privacy';
import { ManualClock } from '@lastmile/testing';
import { RiderConfig } from '../src/rider.config.js';
import { RiderPersonalData } from '../src/privacy/personal-data.repository.js';
import { Platform } from './platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
  process.env.LOG_LEVEL = 'silent';
});
afterAll(() => platform.stop());

/** The job's own work, as each replica would do it. */
function retention(data?: PersonalData): Retention {
  const clock = new ManualClock(new Date());
  const { database } = platform.db;
  return new Retention(
    database,
    new Jobs('rider', clock),
    clock,
    data ?? new RiderPersonalData(database, clock, new RiderConfig()),
  );
}

/** Ended rides of one rider, so many days old. */
async function endedRides(...days: number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const age of days) {
    const caller = await platform.newRider();
    const ride = await platform.newRide(caller);
    await platform.client.cancelRide({ requestId: randomUUID(), rideId: ride.rideId }, { caller });
    await platform.db.admin(`UPDATE rider.rides SET end_time = now() - make_interval(days => $2) WHERE ride_id = $1`, [
      ride.rideId,
      age,
    ]);
    ids.push(ride.rideId);
  }
  return ids;
}
const names = async (rideIds: readonly string[]) =>
  (
    await platform.db.admin<{ names: string }>(
      `SELECT rider_name || '/' || destination_name AS names FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (ride_id, n)
       JOIN rider.rides USING (ride_id) ORDER BY n`,
      [rideIds],
    )
  ).map((row) => row.names);

test('names and exact places of rides go after 90 days, in two replicas at once', async () => {
  const rides = await endedRides(91, 89, 91);
  const open = await platform.newRide(await platform.newRider());
  await platform.db.admin(`UPDATE rider.rides SET create_time = now() - interval '400 days' WHERE ride_id = $1`, [
    open.rideId,
  ]);
  await Promise.all([retention().run(), retention().run()]);
  expect(await names(rides)).toEqual(['/', 'Ana/home', '/']);
  expect(await names([open.rideId])).toEqual(['Ana/home']);
  const [blurred] = await platform.db.admin<{ latitude: number }>(
    'SELECT destination_latitude AS latitude FROM rider.rides WHERE ride_id = $1',
    [rides[0]],
  );
  expect(blurred!.latitude * 100).toBeCloseTo(Math.round(blurred!.latitude * 100), 6);
});

test('more than one batch goes in one run', async () => {
  await endedRides(89);
  await platform.addEndedRides(1_200, 'expired');
  await platform.db.admin(
    `UPDATE rider.rides SET end_time = now() - interval '91 days', blur_time = NULL, destination_name = 'old' WHERE status = 'expired'`,
  );
  await retention().run();
  expect(await platform.db.admin(`SELECT FROM rider.rides WHERE destination_name = 'old'`)).toEqual([]);
});

test('stored outcomes go after 7 days, jobs that were given up after 14', async () => {
  const ages = { kept: 6, gone: 8 };
  for (const [id, days] of Object.entries(ages)) {
    await platform.db.database.query(
      `INSERT INTO rider.requests (caller_id, request_id, command, body_hash, create_time)
       VALUES ('old', $1, 'x', 'x', now() - make_interval(days => $2))`,
      [id, days],
    );
  }
  for (const [key, days, attempts] of [
    ['kept', 13, 1],
    ['gone', 15, 1],
    ['waits', 15, 0],
  ] as const) {
    await platform.db.admin(
      `SELECT events.add_job('rider/nothing', '{}'::json, job_key := $1, max_attempts := 1, run_at := now() + interval '1 day')`,
      [key],
    );
    await platform.db.admin(
      `UPDATE events._private_jobs SET attempts = $3, updated_at = now() - make_interval(days => $2),
         created_at = now() - make_interval(days => $2) WHERE key = $1`,
      [key, days, attempts],
    );
  }
  await retention().run();
  expect(await platform.db.admin(`SELECT request_id FROM rider.requests WHERE caller_id = 'old'`)).toEqual([
    { request_id: 'kept' },
  ]);
  const jobs = await platform.db.admin(
    `SELECT key FROM events._private_jobs WHERE key IN ('kept', 'gone', 'waits') ORDER BY key`,
  );
  expect(jobs).toEqual([{ key: 'kept' }, { key: 'waits' }]);
});

test('a rule that fails leaves the others alone, and has its next turn', async () => {
  const [ride] = await endedRides(91);
  const own = new RiderPersonalData(platform.db.database, new ManualClock(new Date()), new RiderConfig());
  let tries = 0;
  const fails = { name: 'fails', sweep: () => Promise.reject(new Error(`try ${++tries}`)) };
  const data = Object.assign(Object.create(own) as RiderPersonalData, { retention: [fails, ...own.retention, fails] });
  await retention(data).run();
  expect(tries).toBe(2);
  expect(await names([ride!])).toEqual(['/']);
  const next = await platform.db.admin(
    `SELECT FROM events._private_jobs WHERE key = 'rider/retention:retention' AND run_at > now() + interval '50 minutes'`,
  );
  expect(next).toHaveLength(1);
});

// While stations and the ledger are silent, riders who wait for them take nothing away from the others.
import { RideStatus } from '@lastmile/contracts';
import { waitFor } from '@lastmile/testing';
import { Platform, rideRequest } from './platform.js';

let platform: Platform;
beforeAll(async () => void (platform = await Platform.start({ DATABASE_POOL_MAX: '2' })));
afterAll(() => platform.stop());

test('with a pool of two, two cancellations and two requests that wait for others hold no connection', async () => {
  const callers = await Promise.all(Array.from({ length: 4 }, () => platform.newRider()));
  const rides = await Promise.all(callers.slice(0, 2).map((caller) => platform.newRide(caller)));
  const { promise: silence, resolve: speak } = Promise.withResolvers<void>();
  let waiting = 0;
  const wait = async () => {
    waiting += 1;
    await silence;
  };
  platform.ledger.beforeAnswer = platform.beforeArrival = wait;
  const cancelled = rides.map(({ rideId }, n) =>
    platform.client.cancelRide({ requestId: `cancel-${n}`, rideId }, { caller: callers[n] }),
  );
  const requested = callers.slice(2).map((caller) => platform.client.requestRide(rideRequest(), { caller }));
  await waitFor(() => waiting === 4, { what: 'all four wait for others' });

  await platform.newRider();
  const inTransactions = await platform.db.admin(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'lastmile_rider' AND state = 'idle in transaction'`,
  );
  expect(inTransactions).toEqual([]);
  speak();
  for (const { ride } of await Promise.all(cancelled)) expect(ride?.status).toBe(RideStatus.RIDE_STATUS_CANCELLED);
  for (const { ride } of await Promise.all(requested)) expect(ride?.status).toBe(RideStatus.RIDE_STATUS_WAITING);
});

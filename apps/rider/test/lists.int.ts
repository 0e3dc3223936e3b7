// Every list of rides reads about as many rows as it shows, however many rides there have been.
import { Explained } from '@lastmile/testing';
import { RideRepository, type RideFilter } from '../src/rides/ride.repository.js';
import { OPEN_STATUSES } from '../src/rider.types.js';
import { Platform } from './platform.js';

const ENDED = ['completed', 'cancelled', 'expired', 'no_show'] as const;
const PAGE = 20;
const MOST_READ = 100;

let platform: Platform;
let riderId: string;
beforeAll(async () => {
  platform = await Platform.start();
  const caller = await platform.newRider();
  riderId = caller.userId;
  await platform.newRide(caller);
  // What is open, and the ends that are rare, are older than all that was completed.
  for (const status of ENDED.slice(1)) await platform.addEndedRides(5, status);
  await platform.addEndedRides(10_000, 'completed');
});
afterAll(() => platform.stop());

const any = { openOnly: false };
it.each<[string, () => RideFilter]>([
  ...[...OPEN_STATUSES, ...ENDED].map((status): [string, () => RideFilter] => [status, () => ({ ...any, status })]),
  ['open', () => ({ openOnly: true })],
  ['of one rider', () => ({ ...any, riderId })],
  ['open, of one rider', () => ({ riderId, openOnly: true })],
  ['all', () => any],
])('%s', async (_, filter) => {
  const explained = new Explained(platform.db.database);
  await new RideRepository(explained as never, undefined as never).list(filter(), PAGE);
  expect(explained.isScan).toBe(false);
  expect(explained.rowsRead).toBeLessThan(MOST_READ);
});

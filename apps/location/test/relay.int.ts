// Fixes of all cars come on one stream, at the cars' own pace, to a replica with few connections to its database.
import type { RelayFixesResponse } from '@lastmile/contracts';
import { waitFor } from '@lastmile/testing';
import { AS_GATEWAY, inSeconds, Platform, point, type LocationClient } from './platform.js';

let platform: Platform;
let location: LocationClient;

beforeAll(async () => {
  platform = await Platform.start();
  location = await platform.addReplica({ DATABASE_POOL_MAX: '2' });
});
afterAll(() => platform.stop());

const locate = async (driverId: string) =>
  (await location.getDriverLocations({ driverIds: [driverId] }, { caller: AS_GATEWAY })).locations[0]?.point;

it('leaves connections to others while a car sends faster than it is stored', async () => {
  const route = platform.newRoute();
  const { driverId } = route;
  await platform.tellRoute('driver.route_started', route);
  await waitFor(async () => (await platform.unfinished()) === 0);

  const stream = platform.relay.stream.relayFixes({ caller: AS_GATEWAY });
  const receipts: RelayFixesResponse['receipts'] = [];
  stream.on('data', (message: RelayFixesResponse) => receipts.push(...message.receipts));
  const times = Array.from({ length: 40 }, (_, i) => inSeconds(i - 60));
  const blocked = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

  await platform.db.database.transaction(async (tx) => {
    await tx.query('SELECT FROM watches WHERE driver_id = $1 FOR UPDATE', [driverId]);
    times.forEach((time, number) => stream.write({ deliveries: [{ number, driverId, points: [point(5_000, time)] }] }));
    await waitFor(async () => (await platform.db.admin(blocked)).length > 0, { what: 'a fix waits' });
    for (let i = 0; i < times.length; i++) expect(await locate(driverId)).toBeUndefined();
    expect(await platform.db.admin(blocked)).toHaveLength(1);
  });

  await waitFor(() => receipts.length === times.length, { what: 'an answer to each' });
  stream.end();
  expect(receipts.filter(({ answer }) => answer?.acceptedCount !== 1)).toEqual([]);
  expect((await locate(driverId))?.time).toEqual(times.at(-1));
});

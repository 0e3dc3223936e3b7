// Share links: one trip, from match to drop-off, for whoever has the link.
import { randomUUID } from 'node:crypto';
import { TripStatus, type Trip } from '@lastmile/contracts';
import { aRoute, testDatabase, type TestDatabase } from '@lastmile/testing';
import { commitRequest, driver, operator, rider, SERVICE, startTrip } from './start-trip.js';
import type { RunningTripService } from './start-trip.js';

let db: TestDatabase;
let service: RunningTripService;
beforeAll(async () => {
  db = await testDatabase('trip');
  service = await startTrip(db);
});
afterAll(async () => {
  await service.stop();
  await db.close();
});

const asService = { caller: SERVICE };
const gone = { kind: 'not_found', reason: 'SHARED_TRIP_NOT_FOUND' };
const on = ({ tripId }: Trip) => ({ requestId: randomUUID(), tripId });
const own = ({ riderId }: Trip) => ({ caller: rider(riderId) });
const byDriver = ({ driverId }: Trip) => ({ caller: driver(driverId) });
const share = (trip: Trip) => service.client.shareTrip({ tripId: trip.tripId }, own(trip));
const shared = (token: string) => service.client.getSharedTrip({ token }, asService);

async function scheduled(): Promise<Trip> {
  const route = aRoute({ autoAccept: true });
  await service.client.openRoute(route, asService);
  return (await service.client.commitMatch(commitRequest(route.routeId), asService)).trips[0]!;
}

test('a link shows its trip from match to drop-off, without the PIN, and no longer', async () => {
  const trip = await scheduled();
  const { token, expireTime } = await share(trip);
  expect(expireTime!.getTime()).toBeGreaterThan(trip.latestDropoffTime!.getTime());
  expect((await shared(token)).trip).toEqual({ ...trip, pin: '' });
  const { pin } = (await service.client.getTripDetails(trip, own(trip))).trip!;
  await service.client.confirmPickup({ ...on(trip), pin }, byDriver(trip));
  expect((await shared(token)).trip?.status).toBe(TripStatus.TRIP_STATUS_ACTIVE);
  await service.client.confirmDropoff(on(trip), byDriver(trip));
  await expect(shared(token)).rejects.toMatchObject(gone);
  await expect(share(trip)).rejects.toMatchObject({ kind: 'failed_precondition', reason: 'TRIP_NOT_LIVE' });
});

test('a cancelled trip is shown to nobody', async () => {
  const trip = await scheduled();
  const { token } = await share(trip);
  await service.client.cancelTrip({ ...on(trip), reason: '' }, own(trip));
  await expect(shared(token)).rejects.toMatchObject(gone);
});

test('only its rider shares a trip, and only with services may links be opened', async () => {
  const trip = await scheduled();
  const request = { tripId: trip.tripId };
  await expect(service.client.shareTrip(request, { caller: rider() })).rejects.toMatchObject({ kind: 'not_found' });
  for (const caller of [driver(trip.driverId), operator()]) {
    await expect(service.client.shareTrip(request, { caller })).rejects.toMatchObject({ kind: 'permission_denied' });
  }
  const { token } = await share(trip);
  for (const caller of [rider(trip.riderId), operator()]) {
    const opened = service.client.getSharedTrip({ token }, { caller });
    await expect(opened).rejects.toMatchObject({ kind: 'permission_denied' });
  }
});

test('the newest five links of a trip work, until sharing stops; none is stored readable', async () => {
  const trip = await scheduled();
  const tokens: string[] = [];
  for (let i = 0; i < 7; i++) tokens.push((await share(trip)).token);
  const works = async () =>
    await Promise.all(
      tokens.map((token) =>
        shared(token).then(
          () => true,
          () => false,
        ),
      ),
    );
  expect(await works()).toEqual([false, false, true, true, true, true, true]);
  const stored = JSON.stringify(await db.admin('SELECT * FROM trip.share_links, trip.requests'));
  for (const token of tokens) expect(stored).not.toContain(token);
  const other = await scheduled();
  const kept = (await share(other)).token;
  await service.client.stopSharingTrip({ tripId: trip.tripId }, own(trip));
  expect(await works()).toEqual(tokens.map(() => false));
  expect((await shared(kept)).trip?.tripId).toBe(other.tripId);
});

test('an old link shows nothing although the trip goes on', async () => {
  const trip = await scheduled();
  const { token } = await share(trip);
  await db.admin(
    `UPDATE trip.share_links SET create_time = now() - interval '2 d', expire_time = now() - interval '1 s'`,
  );
  await expect(shared(token)).rejects.toMatchObject(gone);
});

test.each(['', 'x'.repeat(101), 'nobody made this'])('the token %j opens nothing', async (token) => {
  await expect(shared(token)).rejects.toMatchObject({ kind: token.length === 16 ? 'not_found' : 'invalid_argument' });
});

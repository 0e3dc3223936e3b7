// What is kept of commands so that a repeat is answered alike: nothing personal, and enough for the answer.
import { randomUUID } from 'node:crypto';
import { ALONE } from '@lastmile/party';
import { Platform, rider, rideRequest } from './platform.js';

let platform: Platform;
beforeAll(async () => void (platform = await Platform.start()));
afterAll(() => platform.stop());

const outcomes = async () =>
  JSON.stringify(await platform.db.admin('SELECT command, outcome FROM rider.requests ORDER BY command'));

test('names, places and trains are in no stored outcome of a ride, and repeats are answered alike', async () => {
  const [caller, name, home] = [rider(), `Ana ${randomUUID()}`, `home ${randomUUID()}`];
  const profile = { requestId: randomUUID(), name, wheelchair: true };
  const registered = await platform.client.registerRider(profile, { caller });
  const wish = rideRequest({ party: ALONE });
  const request = { ...wish, destination: { ...wish.destination!, name: home } };
  const requested = await platform.client.requestRide(request, { caller });
  const { rideId } = requested.ride!;
  const cancellation = { requestId: randomUUID(), rideId };
  const cancelled = await platform.client.cancelRide(cancellation, { caller });
  expect(cancelled.ride).toMatchObject({ rideId, riderName: name, destination: { name: home } });

  const stored = await outcomes();
  expect(stored).toContain(rideId);
  const { train, pickup, destination, stationName } = requested.ride!;
  const { latitude } = destination!.position!;
  for (const text of [name, home, stationName, train!.headsign, pickup!.name, String(latitude)]) {
    expect(text.length).toBeGreaterThan(1);
    expect(stored).not.toContain(text);
  }

  expect(await platform.client.registerRider(profile, { caller })).toEqual(registered);
  expect(await platform.client.requestRide(request, { caller })).toEqual(requested);
  expect(await platform.client.cancelRide(cancellation, { caller })).toEqual(cancelled);
});

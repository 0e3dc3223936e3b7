// What is kept of commands so that a repeat is answered alike: nothing personal, and enough for the answer.
import { randomUUID } from 'node:crypto';
import { DriverStatus, PickupStatus } from '@lastmile/contracts';
import { driver, HOME, operator, Platform, routeRequest, VEHICLE } from './platform.js';

let platform: Platform;
beforeAll(async () => void (platform = await Platform.start()));
afterAll(() => platform.stop());

const outcomes = async () =>
  JSON.stringify(await platform.db.admin('SELECT command, outcome FROM driver.requests ORDER BY command'));

test('names, plates, places and reasons are in no stored outcome of a route, and repeats are answered alike', async () => {
  const caller = driver();
  const [name, plate, home, reason] = [`Dora ${randomUUID()}`, randomUUID().slice(0, 12), randomUUID(), randomUUID()];
  const { client } = platform;
  const profile = { requestId: randomUUID(), name, vehicle: { ...VEHICLE, plate } };
  await client.registerDriver(profile, { caller });
  const plan = routeRequest({ destination: { ...HOME, name: home } });
  const registered = await client.registerRoute(plan, { caller });
  const { routeId, stops } = registered.route!;
  const start = { requestId: randomUUID(), routeId };
  const started = await client.startRoute(start, { caller });
  const arrival = {
    ...{ requestId: randomUUID(), routeId, stationId: stops[0]!.stationId },
    pickupStatus: PickupStatus.PICKUP_STATUS_ARRIVED,
  };
  const arrived = await client.updatePickupStatus(arrival, { caller });
  const finish = { requestId: randomUUID(), routeId, cancelScheduled: true };
  const finished = await client.finishRoute(finish, { caller });
  const review = {
    requestId: randomUUID(),
    driverId: caller.userId,
    status: DriverStatus.DRIVER_STATUS_SUSPENDED,
    reason,
  };
  const by = operator();
  const reviewed = await client.reviewDriver(review, { caller: by });
  expect(reviewed.driver).toMatchObject({ name, statusReason: reason });

  const stored = await outcomes();
  expect(stored).toContain(routeId);
  const { position, name: station } = stops[0]!;
  for (const text of [name, plate, home, reason, station, String(position!.latitude), VEHICLE.description]) {
    expect(text.length).toBeGreaterThan(1);
    expect(stored).not.toContain(text);
  }

  expect(await client.registerRoute(plan, { caller })).toEqual(registered);
  expect(await client.startRoute(start, { caller })).toEqual(started);
  expect(await client.updatePickupStatus(arrival, { caller })).toEqual(arrived);
  expect(await client.finishRoute(finish, { caller })).toEqual(finished);
  expect(await client.reviewDriver(review, { caller: by })).toEqual(reviewed);
  // A profile is told as it is by now.
  expect((await client.registerDriver(profile, { caller })).driver).toEqual(reviewed.driver);
});

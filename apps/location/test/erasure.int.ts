// An erased driver stays erased: no event, fix or trip that comes at the same moment or later stores them again.
import { TripStatus, type Route } from '@lastmile/contracts';
import { Erasing, waitFor } from '@lastmile/testing';
import { AS_OPERATOR, north, Platform, point, update, type LocationClient } from './platform.js';

let platform: Platform;
let replica: LocationClient;
let erasing: Erasing;
beforeAll(async () => {
  platform = await Platform.start();
  replica = await platform.addReplica();
  erasing = new Erasing(platform.db, 'location');
});
afterAll(() => platform.stop());
beforeEach(() => platform.clear());

const idle = () => waitFor(async () => (await platform.unfinished()) === 0, { what: 'all events are handled' });
const fix = (route: Route, meters: number) => update(replica, route.driverId, [point(meters)]).catch(() => undefined);
const nearby = async () =>
  (await replica.findNearbyDrivers({ position: north(0), radiusMeters: 5_000, limit: 0 }, { caller: AS_OPERATOR }))
    .drivers;

it('twelve drivers who are erased while they come on duty, drive and carry somebody', async () => {
  const routes = Array.from({ length: 12 }, () => platform.newRoute());
  await Promise.all(
    routes.flatMap((route) => [
      platform.tellRoute('driver.route_started', route),
      fix(route, 2_000),
      erasing.tell(route.driverId),
      platform.tellTrip(route, { tripId: route.routeId, status: TripStatus.TRIP_STATUS_SCHEDULED }),
    ]),
  );
  await erasing.done();
  await idle();
  const ids = routes.map(({ driverId }) => driverId);
  expect(await erasing.traces(...ids)).toEqual([]);
  // Late: the driver service still says that they drive, and the phone still sends.
  await Promise.all(
    routes.flatMap((route) => [
      platform.tellRoute('driver.route_updated', { ...route, version: route.version + 5 }),
      fix(route, 1_900),
      platform.tellTrip(route, { tripId: route.routeId, status: TripStatus.TRIP_STATUS_ACTIVE, version: 9 }),
    ]),
  );
  await idle();
  expect(await erasing.traces(...ids)).toEqual([]);
  expect(await nearby()).toEqual([]);
});

it.each([
  ['while trips go', 'trips'],
  ['while the duty goes', 'watches'],
])('an erasing cut off %s goes on where it ended', async (_, table) => {
  const route = platform.newRoute();
  await update(replica, route.driverId, [point(2_000)]);
  await platform.tellTrip(route, { tripId: 't', status: TripStatus.TRIP_STATUS_SCHEDULED });
  await idle();
  await platform.db.admin(`CREATE OR REPLACE FUNCTION location.cut_off() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'cut off'; END $$`);
  await platform.db.admin(
    `CREATE TRIGGER cut_off BEFORE DELETE ON location.${table} EXECUTE FUNCTION location.cut_off()`,
  );
  await erasing.tell(route.driverId);
  const failed = async () => (await erasing.waiting()).some(({ last_error }) => last_error?.includes('cut off'));
  await waitFor(failed, { what: 'the job is cut off' });
  expect(await nearby()).toHaveLength(1);
  await platform.db.admin(`DROP TRIGGER cut_off ON location.${table}`);
  await erasing.done();
  expect(await erasing.traces(route.driverId)).toEqual([]);
  await waitFor(async () => (await nearby()).length === 0, { what: 'the replica has heard that the car is gone' });
});

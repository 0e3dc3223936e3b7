// Who may drive: nobody before an operator says so, and nobody any more once one says no.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { DriverEvent, DriverStatus, RouteStatus, type Route } from '@lastmile/contracts';
import { waitFor } from '@lastmile/testing';
import { operator, Platform, VEHICLE } from './platform.js';

const { DRIVER_STATUS_APPROVED, DRIVER_STATUS_PENDING, DRIVER_STATUS_SUSPENDED } = DriverStatus;
const OPERATOR = operator();
let platform: Platform;
let caller: Caller;
beforeAll(async () => void (platform = await Platform.start({ DRIVER_AUTO_APPROVAL: 'false' })));
beforeEach(async () => void (caller = await platform.newDriver()));
afterEach(() => platform.ledger.mend());
afterAll(() => platform.stop());

async function review(status: DriverStatus, reason = '', requestId: string = randomUUID()) {
  const asked = { requestId, driverId: caller.userId, status, reason };
  return (await platform.client.reviewDriver(asked, { caller: OPERATOR })).driver!;
}
const approve = () => review(DRIVER_STATUS_APPROVED);
const suspend = () => review(DRIVER_STATUS_SUSPENDED, 'complaints');
const start = ({ routeId }: Route) => platform.client.startRoute({ requestId: randomUUID(), routeId }, { caller });
const statusOf = async ({ routeId }: Route) => (await platform.client.getRoute({ routeId }, { caller })).route?.status;
const listed = async (status: DriverStatus) => {
  const asked = { status, nameContains: '', pageSize: 0, pageToken: '' };
  const { drivers } = await platform.client.listDrivers(asked, { caller: OPERATOR });
  return drivers.some(({ driverId }) => driverId === caller.userId);
};

test('a new driver prepares routes and starts none before an operator approves, once and told once', async () => {
  const route = await platform.newRoute(caller);
  await expect(start(route)).rejects.toMatchObject({ reason: 'DRIVER_NOT_APPROVED', metadata: { status: 'pending' } });
  expect(platform.ledger.loads.has(route.routeId)).toBe(false);
  expect(await listed(DRIVER_STATUS_PENDING)).toBe(true);
  expect(await listed(DRIVER_STATUS_APPROVED)).toBe(false);

  const requestId = randomUUID();
  const approved = await review(DRIVER_STATUS_APPROVED, '', requestId);
  expect(await review(DRIVER_STATUS_APPROVED, '', requestId)).toEqual(approved);
  expect(await approve()).toEqual(approved);
  expect((await start(route)).route?.status).toBe(RouteStatus.ROUTE_STATUS_STARTED);
  const told = await platform.told(caller.userId);
  expect(told.map(({ type, version }) => [type, version])).toEqual([['driver.approved', 2]]);
  expect(DriverEvent.fromJSON(told[0]!.data).driver).toEqual(approved);
});

test('another plate has to be approved anew', async () => {
  await approve();
  const change = { requestId: randomUUID(), name: 'Dora', vehicle: { ...VEHICLE, plate: 'X 999' } };
  expect((await platform.client.registerDriver(change, { caller })).driver?.status).toBe(DRIVER_STATUS_PENDING);
  await expect(start(await platform.newRoute(caller))).rejects.toMatchObject({ reason: 'DRIVER_NOT_APPROVED' });
});

test('a suspension closes the route of the driver, who starts no other one and is told why', async () => {
  await approve();
  const route = await platform.startedRoute(caller);
  expect(await suspend()).toMatchObject({ status: DRIVER_STATUS_SUSPENDED, statusReason: 'complaints' });
  const isFinished = async () => (await statusOf(route)) === RouteStatus.ROUTE_STATUS_FINISHED;
  await waitFor(isFinished, { what: 'the route is over' });
  expect(platform.ledger.loads.get(route.routeId)?.open).toBe(false);
  expect((await platform.told(route.routeId)).at(-1)).toMatchObject({ type: 'driver.route_finished' });
  const refused = start(await platform.newRoute(caller));
  await expect(refused).rejects.toMatchObject({ metadata: { status: 'suspended', reason: 'complaints' } });
  expect((await platform.told(caller.userId)).map(({ type }) => type)).toEqual(['driver.approved', 'driver.suspended']);
});

test('with riders aboard it takes nobody any more, and ends with the last of them', async () => {
  await approve();
  const route = await platform.startedRoute(caller);
  platform.ledger.seat(route.routeId, 1);
  platform.ledger.carries.add(route.routeId);
  await suspend();
  await waitFor(() => platform.ledger.loads.get(route.routeId)?.open === false, { what: 'it takes nobody any more' });
  await waitFor(async () => (await statusOf(route)) === RouteStatus.ROUTE_STATUS_STARTED, { what: 'it goes on' });
  platform.ledger.seat(route.routeId, 0);
  platform.ledger.carries.delete(route.routeId);
  const finish = { requestId: randomUUID(), routeId: route.routeId, cancelScheduled: false };
  expect((await platform.client.finishRoute(finish, { caller })).route?.status).toBe(RouteStatus.ROUTE_STATUS_FINISHED);
});

test('a suspension that meets a start under way ends it, too', async () => {
  await approve();
  const route = await platform.newRoute(caller);
  platform.ledger.cutOff('after');
  await expect(start(route)).rejects.toMatchObject({ reason: 'CUT_OFF' });
  await suspend();
  platform.ledger.mend();
  const isFinished = async () => (await statusOf(route)) === RouteStatus.ROUTE_STATUS_FINISHED;
  await waitFor(isFinished, { what: 'the route is over' });
  expect(platform.ledger.loads.get(route.routeId)?.open).toBe(false);
});

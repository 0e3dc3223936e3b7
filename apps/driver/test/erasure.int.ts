// An erased driver: nothing that is asked, told or under way at the same moment leaves anything of them behind.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { Erasing, waitFor } from '@lastmile/testing';
import { driver, HOME, Platform, routeRequest, VEHICLE } from './platform.js';

let platform: Platform;
let erasing: Erasing;
beforeAll(async () => {
  platform = await Platform.start();
  erasing = new Erasing(platform.db, 'driver');
});
afterEach(() => platform.ledger.mend());
afterAll(() => platform.stop());

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const routesOf = (driverId: string) =>
  platform.db.admin<object>('SELECT * FROM driver.routes WHERE driver_id = $1', [driverId]);
const OVER = { status: 'finished', destination_name: '', pending: null };

/** A driver whose name and plate nobody else has. */
async function namedDriver(): Promise<{ caller: Caller; name: string; plate: string }> {
  const [caller, name, plate] = [driver(), `Dora ${randomUUID()}`, randomUUID().slice(0, 12)];
  await platform.client.registerDriver({ requestId: randomUUID(), name, vehicle: { ...VEHICLE, plate } }, { caller });
  return { caller, name, plate };
}
const newRoute = (caller: Caller) =>
  platform.newRoute(caller, { destination: { ...HOME, name: `home of ${caller.userId}` } });
const start = (caller: Caller, routeId: string) =>
  platform.client.startRoute({ requestId: randomUUID(), routeId }, { caller });
const isOpen = (routeId: string) => platform.ledger.loads.get(routeId)?.open ?? false;

test('twenty drivers who start a route while they are erased drive none, whoever comes first', async () => {
  const drivers = await Promise.all(
    times(20, async () => {
      const named = await namedDriver();
      return { ...named, routeId: (await newRoute(named.caller)).routeId };
    }),
  );
  const people = await Promise.all(
    drivers.map(async ({ caller, routeId }) => {
      const [started, told] = await Promise.allSettled([start(caller, routeId), erasing.tell(caller.userId)]);
      if (started.status === 'rejected') {
        const { reason } = started.reason as { reason: string };
        expect([
          'ACCOUNT_ERASED',
          'DRIVER_NOT_REGISTERED',
          'ROUTE_NOT_FOUND',
          'STEP_PENDING',
          'ROUTE_FINISHED',
        ]).toContain(reason);
      }
      if (told.status === 'rejected') throw told.reason;
      return told.value;
    }),
  );
  await erasing.done();
  for (const [n, { userId, pseudonymId }] of people.entries()) {
    const { name, plate, routeId } = drivers[n]!;
    expect(await erasing.traces(userId, name, plate)).toEqual([]);
    expect(await routesOf(pseudonymId)).toMatchObject([OVER]);
    expect(isOpen(routeId)).toBe(false);
    expect(await platform.jobs(routeId)).toEqual([]);
  }
});

test.each(['before', 'after'] as const)(
  'a start whose ledger is cut off %s its step is finished for the erased driver',
  async (when) => {
    const { caller, name, plate } = await namedDriver();
    const { routeId } = await newRoute(caller);
    platform.ledger.cutOff(when);
    await expect(start(caller, routeId)).rejects.toMatchObject({ reason: 'CUT_OFF' });
    const { userId, pseudonymId } = await erasing.tell(caller.userId);
    const failed = async () => (await erasing.waiting()).some(({ last_error }) => last_error?.includes('cut off'));
    await waitFor(failed, { what: 'the erasing is cut off' });
    platform.ledger.mend();
    await erasing.done();
    expect(await routesOf(pseudonymId)).toMatchObject([OVER]);
    expect(isOpen(routeId)).toBe(false);
    expect(await erasing.traces(userId, name, plate)).toEqual([]);
  },
);

test('a started route, and many that were only registered, are finished', async () => {
  const { caller, name } = await namedDriver();
  const { routeId } = await newRoute(caller);
  const others = await Promise.all(times(5, () => newRoute(caller)));
  await start(caller, routeId);
  platform.ledger.seat(routeId, 2);
  const { userId, pseudonymId } = await erasing.tell(caller.userId);
  await erasing.done();
  expect(await routesOf(pseudonymId)).toMatchObject(times(6, () => OVER));
  expect([routeId, ...others.map((route) => route.routeId)].filter(isOpen)).toEqual([]);
  expect((await platform.told(routeId)).map(({ type }) => type)).toEqual([
    'driver.route_started',
    'driver.route_finished',
  ]);
  expect(await erasing.traces(userId, name)).toEqual([]);
});

test('with riders aboard the route goes on, and the driver is forgotten after it', async () => {
  const { caller, name } = await namedDriver();
  const { routeId } = await newRoute(caller);
  await start(caller, routeId);
  platform.ledger.seat(routeId, 1);
  platform.ledger.carries.add(routeId);
  const asked = platform.ledger.calls.length;
  const { userId, pseudonymId } = await erasing.tell(caller.userId);
  await waitFor(() => platform.ledger.calls.slice(asked).includes('closeRoute'), { what: 'the ledger is asked' });
  expect(await erasing.traces(userId)).not.toEqual([]);
  expect(isOpen(routeId)).toBe(true);
  platform.ledger.carries.delete(routeId);
  await erasing.done();
  expect(await routesOf(pseudonymId)).toMatchObject([OVER]);
  expect(await erasing.traces(userId, name)).toEqual([]);
});

test('what comes after the erasure writes nobody back', async () => {
  const { caller, name } = await namedDriver();
  const { routeId } = await newRoute(caller);
  const { userId, pseudonymId } = await erasing.tell(caller.userId);
  await erasing.done();
  const vehicle = VEHICLE;
  const outcomes = await Promise.allSettled([
    platform.client.registerDriver({ requestId: randomUUID(), name, vehicle }, { caller }),
    platform.client.registerRoute(routeRequest(), { caller }),
    start(caller, routeId),
    platform.client.finishRoute({ requestId: randomUUID(), routeId, cancelScheduled: true }, { caller }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(times(4, () => 'rejected'));
  await erasing.tell(userId, pseudonymId);
  await erasing.done();
  expect(await erasing.traces(userId, name)).toEqual([]);
});

test.each([
  ['while routes are changed', 'UPDATE', 'routes'],
  ['before the profile goes', 'DELETE', 'drivers'],
  ['before stored outcomes go', 'DELETE', 'requests'],
])('an erasing cut off %s goes on where it ended', async (_, action, table) => {
  const { caller, name, plate } = await namedDriver();
  await newRoute(caller);
  await platform.db.admin(`CREATE OR REPLACE FUNCTION driver.cut_off() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'cut off'; END $$`);
  await platform.db.admin(
    `CREATE TRIGGER cut_off BEFORE ${action} ON driver.${table} EXECUTE FUNCTION driver.cut_off()`,
  );
  const { userId, pseudonymId } = await erasing.tell(caller.userId);
  const failed = async () => (await erasing.waiting()).some(({ last_error }) => last_error?.includes('cut off'));
  await waitFor(failed, { what: 'the job is cut off' });
  expect(await erasing.traces(userId)).not.toEqual([]);
  await platform.db.admin(`DROP TRIGGER cut_off ON driver.${table}`);
  await erasing.done();
  expect(await routesOf(pseudonymId)).toMatchObject([OVER]);
  expect(await erasing.traces(userId, name, plate)).toEqual([]);
});

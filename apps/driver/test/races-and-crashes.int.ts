// Commands that meet each other, and commands that are cut off after the ledger has done its part.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { RouteStatus, type Route } from '@lastmile/contracts';
import { Platform, routeRequest } from './platform.js';

let platform: Platform;
let caller: Caller;
beforeAll(async () => void (platform = await Platform.start()));
beforeEach(async () => {
  caller = await platform.newDriver();
  platform.ledger.calls.length = 0;
});
afterAll(() => platform.stop());

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));

test('the same registration 20 times at once makes one route', async () => {
  const request = routeRequest();
  const answers = await Promise.all(times(20, () => platform.client.registerRoute(request, { caller })));
  expect(new Set(answers.map(({ route }) => JSON.stringify(route))).size).toBe(1);
  const rows = await platform.db.admin('SELECT FROM driver.routes WHERE driver_id = $1', [caller.userId]);
  expect(rows).toHaveLength(1);
  const reused = platform.client.registerRoute({ ...request, seats: 1 }, { caller });
  await expect(reused).rejects.toMatchObject({ kind: 'already_exists', reason: 'REQUEST_ID_REUSED' });
});

test('the same start 20 times at once asks the ledger once and tells once', async () => {
  const { routeId } = await platform.newRoute(caller);
  const request = { requestId: randomUUID(), routeId };
  const answers = await Promise.all(times(20, () => platform.client.startRoute(request, { caller })));
  expect(new Set(answers.map(({ route }) => JSON.stringify(route))).size).toBe(1);
  expect(platform.ledger.calls).toEqual(['openRoute']);
  expect(await platform.told(routeId)).toHaveLength(1);
});

test('of ten routes started at once one starts', async () => {
  const routes = await Promise.all(times(10, () => platform.newRoute(caller)));
  const outcomes = await Promise.allSettled(
    routes.map(({ routeId }) => platform.client.startRoute({ requestId: randomUUID(), routeId }, { caller })),
  );
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as object] : []));
  expect(refused).toHaveLength(9);
  for (const error of refused) expect(error).toMatchObject({ reason: 'ROUTE_ALREADY_STARTED' });
  const open = [...platform.ledger.loads.values()].filter((load) => load.driverId === caller.userId && load.open);
  const { routes: started } = await platform.client.listRoutes(
    { driverId: '', status: RouteStatus.ROUTE_STATUS_STARTED, pageSize: 0, pageToken: '' },
    { caller },
  );
  expect(started.map(({ routeId }) => routeId)).toEqual(open.map(({ routeId }) => routeId));
});

test('the database itself keeps a driver from being on the way twice', async () => {
  await platform.startedRoute(caller);
  const { routeId } = await platform.newRoute(caller);
  await expect(
    platform.db.admin(`UPDATE driver.routes SET status = 'started', start_time = now() WHERE route_id = $1`, [routeId]),
  ).rejects.toThrow('routes_one_started_per_driver');
});

describe('cut off after the ledger’s step', () => {
  afterEach(() => void (platform.ledger.beforeAnswer = () => Promise.resolve()));

  /** The service loses every connection in the middle of its transaction, as often as it tries again. */
  const cutOff = () =>
    (platform.ledger.beforeAnswer = async () => {
      await platform.db.admin(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'lastmile_driver' AND state = 'idle in transaction'`,
      );
    });
  const mend = () => (platform.ledger.beforeAnswer = () => Promise.resolve());

  async function converges(route: Route, command: () => Promise<{ route?: Route }>): Promise<Route> {
    const before = await platform.snapshot();
    cutOff();
    await expect(command()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(platform.ledger.calls.length).toBeGreaterThan(0);
    expect(await platform.snapshot()).toEqual(before);
    mend();
    const { route: after } = await command();
    expect(after?.version).toBe(route.version + 1);
    const told = await platform.told(route.routeId);
    expect(told.filter(({ version }) => version === after?.version)).toHaveLength(1);
    return after!;
  }

  test('a start', async () => {
    const route = await platform.newRoute(caller);
    const request = { requestId: randomUUID(), routeId: route.routeId };
    const after = await converges(route, () => platform.client.startRoute(request, { caller }));
    expect(after.status).toBe(RouteStatus.ROUTE_STATUS_STARTED);
    expect(platform.ledger.loads.get(route.routeId)).toMatchObject({ open: true });
  });

  test('a change of seats', async () => {
    const route = await platform.startedRoute(caller);
    const request = { requestId: randomUUID(), routeId: route.routeId, seats: 2 };
    const after = await converges(route, () => platform.client.updateRoute(request, { caller }));
    expect(after.seats).toBe(2);
    expect(platform.ledger.loads.get(route.routeId)).toMatchObject({ seats: 2 });
  });

  test('a finish', async () => {
    const route = await platform.startedRoute(caller);
    const request = { requestId: randomUUID(), routeId: route.routeId, cancelScheduled: true };
    const after = await converges(route, () => platform.client.finishRoute(request, { caller }));
    expect(after.status).toBe(RouteStatus.ROUTE_STATUS_FINISHED);
    expect(platform.ledger.loads.get(route.routeId)).toMatchObject({ open: false });
  });

  test('a start that the driver gives up on does not keep the next route from starting', async () => {
    const route = await platform.newRoute(caller);
    cutOff();
    const start = platform.client.startRoute({ requestId: randomUUID(), routeId: route.routeId }, { caller });
    await expect(start).rejects.toMatchObject({ kind: 'unavailable' });
    mend();
    expect(platform.ledger.loads.get(route.routeId)).toMatchObject({ open: true });
    const finish = { requestId: randomUUID(), routeId: route.routeId, cancelScheduled: false };
    await platform.client.finishRoute(finish, { caller });
    expect((await platform.startedRoute(caller)).status).toBe(RouteStatus.ROUTE_STATUS_STARTED);
  });
});

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
  ).rejects.toThrow('routes_one_driven_per_driver');
});

describe('cut off between the steps', () => {
  afterEach(() => platform.ledger.mend());

  const commands = {
    start: (route: Route) => platform.client.startRoute({ requestId: 'start', routeId: route.routeId }, { caller }),
    resize: (route: Route) =>
      platform.client.updateRoute({ requestId: 'resize', routeId: route.routeId, seats: 2 }, { caller }),
    finish: (route: Route) =>
      platform.client.finishRoute({ requestId: 'finish', routeId: route.routeId, cancelScheduled: true }, { caller }),
  };
  type Name = keyof typeof commands;
  const routeFor = (name: Name) => (name === 'start' ? platform.newRoute(caller) : platform.startedRoute(caller));
  const OUTCOMES: Record<Name, [Partial<Route>, object]> = {
    start: [
      { status: RouteStatus.ROUTE_STATUS_STARTED, seats: 4 },
      { open: true, seats: 4 },
    ],
    resize: [
      { status: RouteStatus.ROUTE_STATUS_STARTED, seats: 2 },
      { open: true, seats: 2 },
    ],
    finish: [{ status: RouteStatus.ROUTE_STATUS_FINISHED, seats: 4 }, { open: false }],
  };
  const CUTS = ['before', 'after'] as const;
  const cases = CUTS.flatMap((when) => (['start', 'resize', 'finish'] as const).map((name) => [name, when] as const));

  async function expectDone(name: Name, { routeId, version }: Route): Promise<Route> {
    const [route, load] = OUTCOMES[name];
    const after = (await platform.client.getRoute({ routeId }, { caller })).route!;
    expect(after).toMatchObject({ ...route, version: version + 1 });
    expect(platform.ledger.loads.get(routeId)).toMatchObject(load);
    expect((await platform.told(routeId)).filter((told) => told.version === version + 1)).toHaveLength(1);
    expect(await platform.jobs(routeId)).toEqual([]);
    return after;
  }

  test.each(cases)('a %s, %s the ledger’s step: the job finishes it, and the retry is answered', async (name, when) => {
    const route = await routeFor(name);
    platform.ledger.cutOff(when);
    await expect(commands[name](route)).rejects.toMatchObject({ reason: 'CUT_OFF' });
    const told = await platform.told(route.routeId);
    expect(told.every(({ version }) => version <= route.version)).toBe(true);
    platform.ledger.mend();
    await platform.runJobs(route.routeId);
    const after = await expectDone(name, route);
    expect((await commands[name](route)).route).toEqual(after);
    await expectDone(name, route);
  });

  test.each(cases)('a %s, %s the ledger’s step: the retry alone finishes it', async (name, when) => {
    const route = await routeFor(name);
    platform.ledger.cutOff(when);
    await expect(commands[name](route)).rejects.toMatchObject({ reason: 'CUT_OFF' });
    platform.ledger.mend();
    const { route: answer } = await commands[name](route);
    expect(answer).toEqual(await expectDone(name, route));
  });

  test('before the last transaction, whose connection is lost: the job finishes it', async () => {
    const route = await platform.newRoute(caller);
    await platform.db.admin('ALTER TABLE driver.routes ADD CONSTRAINT stuck CHECK (status <> $$started$$) NOT VALID');
    await expect(commands.start(route)).rejects.toMatchObject({ kind: 'internal' });
    expect(platform.ledger.loads.get(route.routeId)).toMatchObject({ open: true });
    await platform.db.admin('ALTER TABLE driver.routes DROP CONSTRAINT stuck');
    await platform.runJobs(route.routeId);
    await expectDone('start', route);
  });

  test('a refusal that the caller did not hear takes the step back, and the same request may be asked again', async () => {
    const route = await platform.startedRoute(caller);
    platform.ledger.seat(route.routeId, 3);
    platform.ledger.cutOff('before');
    await expect(commands.resize(route)).rejects.toMatchObject({ reason: 'CUT_OFF' });
    platform.ledger.mend();
    await platform.runJobs(route.routeId);
    expect((await platform.client.getRoute(route, { caller })).route).toEqual(route);
    await expect(commands.resize(route)).rejects.toMatchObject({ reason: 'SEATS_IN_USE' });
    platform.ledger.seat(route.routeId, 2);
    expect((await commands.resize(route)).route?.seats).toBe(2);
  });

  test('what comes next finishes the step first: a finish after a start, and another start after that', async () => {
    const route = await platform.newRoute(caller);
    platform.ledger.cutOff('before');
    await expect(commands.start(route)).rejects.toMatchObject({ reason: 'CUT_OFF' });
    await expect(commands.finish(route)).rejects.toMatchObject({ reason: 'CUT_OFF' });
    platform.ledger.mend();
    expect((await commands.finish(route)).route?.status).toBe(RouteStatus.ROUTE_STATUS_FINISHED);
    expect(platform.ledger.calls.slice(-2)).toEqual(['openRoute', 'closeRoute']);

    platform.ledger.calls.length = 0;
    const second = await platform.startedRoute(caller);
    platform.ledger.cutOff('before');
    const finish = { requestId: randomUUID(), routeId: second.routeId, cancelScheduled: false };
    await expect(platform.client.finishRoute(finish, { caller })).rejects.toMatchObject({ reason: 'CUT_OFF' });
    platform.ledger.mend();
    expect((await platform.startedRoute(caller)).status).toBe(RouteStatus.ROUTE_STATUS_STARTED);
    expect(platform.ledger.loads.get(second.routeId)).toMatchObject({ open: false });
  });
});

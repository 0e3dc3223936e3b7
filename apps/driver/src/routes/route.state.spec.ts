// A route's life under any sequence of commands, and the refusals one by one.
import fc from 'fast-check';
import type { Driver, PickupStatus, Route, RoutePlan, Vehicle } from '../driver.types.js';
import { conclude, finish, register, setPickupStatus, start, stop, takeBack, update, wanted } from './route.state.js';

const NOW = new Date('2026-09-23T12:00:00Z');
const VEHICLE: Vehicle = { plate: 'T 123', description: 'grey van', seats: 4, wheelchairPlaces: 1 };
const DRIVER: Driver = {
  ...{ driverId: 'd', name: 'Dora', vehicle: VEHICLE, createTime: NOW },
  ...{ status: 'approved', statusReason: '', statusTime: NOW, version: 1 },
};
const POSITION = { latitude: 40.7596, longitude: -73.83 };
const STOPS = ['7:701', '7:702'].map((stationId) => ({ stationId, name: stationId, position: POSITION }));
const PLAN: RoutePlan = {
  stationIds: STOPS.map(({ stationId }) => stationId),
  destination: { position: POSITION, name: 'home' },
  detourBudgetSeconds: 600,
  autoAccept: false,
};
const ASKING = { requestId: 'q', command: 'c' };
const MADE = { routeId: 'r', driverId: 'd', now: NOW };

const registered = (plan: Partial<RoutePlan> = {}, vehicle = VEHICLE): Route =>
  register({ ...PLAN, ...plan }, STOPS, vehicle, MADE);
/** Completes the pending step as if the ledger had agreed. */
const agreed = (route: Route): Route => (route.pending ? conclude(route, route.pending, NOW) : route);
const started = (route = registered()): Route => agreed(start(route, DRIVER, ASKING));
const refusal = (reason: string) => expect.objectContaining({ kind: 'failed_precondition', reason }) as Error;

test('what a driver leaves open follows from the vehicle', () => {
  expect(registered()).toMatchObject({ status: 'registered', seats: 4, wheelchairPlaces: 1, version: 1 });
  expect(registered({ seats: 1 }, { ...VEHICLE, wheelchairPlaces: 2 })).toMatchObject({
    seats: 1,
    wheelchairPlaces: 1,
  });
  expect(registered().stops.map(({ pickupStatus }) => pickupStatus)).toEqual(['ahead', 'ahead']);
});

test('no route offers more than the vehicle has', () => {
  expect(() => registered({ seats: 5 })).toThrow(refusal('TOO_MANY_SEATS'));
  expect(() => registered({ wheelchairPlaces: 2 })).toThrow(refusal('TOO_MANY_SEATS'));
  expect(() => update(registered(), { seats: 5 }, VEHICLE, ASKING)).toThrow(refusal('TOO_MANY_SEATS'));
  expect(() => start(registered(), { ...DRIVER, vehicle: { ...VEHICLE, seats: 3 } }, ASKING)).toThrow(
    refusal('TOO_MANY_SEATS'),
  );
});

test.each([{ seats: 2 }, { detourBudgetSeconds: 60 }, { autoAccept: true }])(
  'a change of %j alone is a change',
  (changes) => {
    const before = registered();
    expect(update(before, changes, VEHICLE, ASKING)).toEqual({ ...before, ...changes, version: before.version + 1 });
    expect(update(before, {}, VEHICLE, ASKING)).toBe(before);
    expect(wanted(update(started(), changes, VEHICLE, ASKING))).toMatchObject(changes);
    expect(wanted(before)).toBe(before);
  },
);

test('a station is skipped or left once and for all, and only on the way', () => {
  expect(() => setPickupStatus(registered(), '7:701', 'arrived')).toThrow(refusal('ROUTE_NOT_STARTED'));
  expect(() => setPickupStatus(started(), '7:999', 'arrived')).toThrow(refusal('STATION_NOT_ON_ROUTE'));
  const left = setPickupStatus(setPickupStatus(started(), '7:701', 'arrived'), '7:701', 'departed');
  expect(left.stops.map(({ pickupStatus }) => pickupStatus)).toEqual(['departed', 'ahead']);
  expect(() => setPickupStatus(left, '7:701', 'ahead')).toThrow(refusal('PICKUP_STATUS_ORDER'));
  expect(() => setPickupStatus(left, '7:701', 'skipped')).toThrow(refusal('PICKUP_STATUS_ORDER'));
  expect(setPickupStatus(left, '7:701', 'departed')).toBe(left);
});

test('a finished route refuses everything but being finished again', () => {
  const finished = agreed(finish(started(), false, ASKING));
  expect(finished).toMatchObject({ status: 'finished', finishTime: NOW, startTime: NOW });
  expect(() => start(finished, DRIVER, ASKING)).toThrow(refusal('ROUTE_FINISHED'));
  expect(() => update(finished, {}, VEHICLE, ASKING)).toThrow(refusal('ROUTE_FINISHED'));
  expect(() => setPickupStatus(finished, '7:701', 'arrived')).toThrow(refusal('ROUTE_FINISHED'));
  expect(finish(finished, true, ASKING)).toBe(finished);
});

describe('a pending step', () => {
  const pending: [string, Route, Route][] = [
    ['a start', registered(), start(registered(), DRIVER, ASKING)],
    ['a resize', started(), update(started(), { seats: 2 }, VEHICLE, ASKING)],
    ['a finish', started(), finish(started(), true, ASKING)],
    ['a finish of what never started', registered(), finish(registered(), false, ASKING)],
  ];

  test.each(pending)(
    '%s shows no change but its status, and leaves nothing when the ledger refuses',
    (_what, before, after) => {
      const { status, pending, ...rest } = after;
      expect({ ...rest, status: before.status }).toEqual(before);
      expect(takeBack(after, pending!)).toEqual(before);
      expect(takeBack(before, pending!)).toBe(before);
      expect(['starting', 'started', 'finishing']).toContain(status);
    },
  );

  test.each(pending)('%s is concluded once, whoever hears of the ledger’s answer', (_what, before, after) => {
    const step = after.pending!;
    const done = conclude(after, step, NOW);
    expect(done).toMatchObject({ version: before.version + 1 });
    expect(done.pending).toBeUndefined();
    expect(conclude(done, step, new Date())).toBe(done);
    expect(takeBack(done, step)).toBe(done);
  });

  test.each(pending)('%s keeps other commands waiting', (_what, _before, after) => {
    const waits = expect.objectContaining({
      kind: 'aborted',
      reason: 'STEP_PENDING',
      metadata: { route_id: 'r' },
    }) as Error;
    expect(() => start(after, DRIVER, ASKING)).toThrow(waits);
    expect(() => update(after, { seats: 1 }, VEHICLE, ASKING)).toThrow(waits);
    expect(() => finish(after, false, ASKING)).toThrow(waits);
    expect(() => stop(after, ASKING)).toThrow(waits);
    if (after.pending?.kind !== 'resize') expect(() => setPickupStatus(after, '7:701', 'arrived')).toThrow(waits);
  });

  test.each(pending)(
    '%s is not touched by the answer to another request or another command',
    (_what, _before, after) => {
      for (const other of [{ requestId: 'another' }, { command: 'another' }]) {
        const step = { ...after.pending!, ...other };
        expect(takeBack(after, step)).toBe(after);
        expect(conclude(after, step, NOW)).toBe(after);
      }
    },
  );

  test('the ledger’s late yes counts also after somebody else met a no', () => {
    const step = start(registered(), DRIVER, ASKING).pending!;
    expect(conclude(registered(), step, NOW)).toMatchObject({ status: 'started' });
    const end = finish(started(), false, ASKING).pending!;
    expect(conclude(started(), end, NOW)).toMatchObject({ status: 'finished' });
  });

  test('a station can be passed while seats change, and both are kept', () => {
    const resizing = update(started(), { seats: 2 }, VEHICLE, ASKING);
    expect(wanted(resizing).seats).toBe(2);
    const passed = setPickupStatus(resizing, '7:701', 'departed');
    expect(conclude(passed, passed.pending!, NOW)).toMatchObject({
      seats: 2,
      stops: [{ pickupStatus: 'departed' }, {}],
    });
  });
});

type Command = (route: Route) => Route;
const pickupStatus = fc.constantFrom<PickupStatus>('ahead', 'arrived', 'departed', 'skipped');
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>((route) => start(route, DRIVER, ASKING)),
  { weight: 1, arbitrary: fc.boolean().map<Command>((cancel) => (route) => finish(route, cancel, ASKING)) },
  { weight: 3, arbitrary: fc.constant<Command>(agreed) },
  fc.constant<Command>((route) => (route.pending ? takeBack(route, route.pending) : route)),
  fc
    .record({ seats: fc.integer({ min: 1, max: 6 }), autoAccept: fc.boolean() }, { requiredKeys: [] })
    .map<Command>((changes) => (route) => update(route, changes, VEHICLE, ASKING)),
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom('7:701', '7:702', '7:999'), pickupStatus).map<Command>(
      ([stationId, status]) =>
        (route) =>
          setPickupStatus(route, stationId, status),
    ),
  },
);

const ORDER = ['registered', 'started', 'finished'];
const isOver = (status: PickupStatus) => status === 'departed' || status === 'skipped';

test('whatever is asked in whatever order, the promises hold', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      let route = registered();
      let settled = route;
      for (const act of commands) {
        const before = route;
        const frozen = JSON.stringify(before);
        try {
          route = act(before);
        } catch {
          route = before;
        }
        expect(JSON.stringify(before)).toBe(frozen);
        expect([0, 1]).toContain(route.version - before.version);
        if (!before.pending && !route.pending) expect(route.version > before.version).toBe(route !== before);
        if (!route.pending) {
          expect(ORDER.indexOf(route.status)).toBeGreaterThanOrEqual(ORDER.indexOf(settled.status));
          settled = route;
        }
        if (before.status === 'finished') expect(route).toBe(before);
        expect(route.seats).toBeLessThanOrEqual(VEHICLE.seats);
        expect(route.seats).toBeGreaterThanOrEqual(route.wheelchairPlaces);
        before.stops.forEach((stop, n) => {
          if (isOver(stop.pickupStatus)) expect(route.stops[n]).toEqual(stop);
        });
      }
    }),
  );
});

test('only an approved driver starts; what a suspended one drives ends, or goes on for those aboard', () => {
  for (const status of ['pending', 'suspended'] as const) {
    expect(() => start(registered(), { ...DRIVER, status }, ASKING)).toThrow(refusal('DRIVER_NOT_APPROVED'));
    expect(start(started(), { ...DRIVER, status }, ASKING).status).toBe('started');
  }
  const stopping = stop(started(), ASKING);
  expect(agreed(stopping).status).toBe('finished');
  expect(takeBack(stopping, stopping.pending!)).toEqual(started());
  expect(stop(registered(), ASKING)).toEqual(registered());
});

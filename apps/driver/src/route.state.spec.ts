// A route's life under any sequence of commands, and the refusals one by one.
import fc from 'fast-check';
import type { PickupStatus, Route, RoutePlan, Vehicle } from './driver.types.js';
import { finish, register, setPickupStatus, start, update } from './route.state.js';

const NOW = new Date('2026-09-23T12:00:00Z');
const VEHICLE: Vehicle = { plate: 'T 123', description: 'grey van', seats: 4, wheelchairPlaces: 1 };
const POSITION = { latitude: 40.7596, longitude: -73.83 };
const STOPS = ['7:701', '7:702'].map((stationId) => ({ stationId, name: stationId, position: POSITION }));
const PLAN: RoutePlan = {
  stationIds: STOPS.map(({ stationId }) => stationId),
  destination: { position: POSITION, name: 'home' },
  detourBudgetSeconds: 600,
  autoAccept: false,
};
const MADE = { routeId: 'r', driverId: 'd', now: NOW };

const registered = (plan: Partial<RoutePlan> = {}, vehicle = VEHICLE): Route =>
  register({ ...PLAN, ...plan }, STOPS, vehicle, MADE);
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
  expect(() => update(registered(), { seats: 5 }, VEHICLE)).toThrow(refusal('TOO_MANY_SEATS'));
  expect(() => start(registered(), { ...VEHICLE, seats: 3 }, NOW)).toThrow(refusal('TOO_MANY_SEATS'));
});

test('a station is skipped or left once and for all, and only on the way', () => {
  expect(() => setPickupStatus(registered(), '7:701', 'arrived')).toThrow(refusal('ROUTE_NOT_STARTED'));
  const started = start(registered(), VEHICLE, NOW);
  expect(() => setPickupStatus(started, '7:999', 'arrived')).toThrow(refusal('STATION_NOT_ON_ROUTE'));
  const left = setPickupStatus(setPickupStatus(started, '7:701', 'arrived'), '7:701', 'departed');
  expect(left.stops.map(({ pickupStatus }) => pickupStatus)).toEqual(['departed', 'ahead']);
  expect(() => setPickupStatus(left, '7:701', 'ahead')).toThrow(refusal('PICKUP_STATUS_ORDER'));
  expect(() => setPickupStatus(left, '7:701', 'skipped')).toThrow(refusal('PICKUP_STATUS_ORDER'));
});

test('a finished route refuses everything but being finished again', () => {
  const finished = finish(start(registered(), VEHICLE, NOW), NOW);
  expect(finished).toMatchObject({ status: 'finished', finishTime: NOW, startTime: NOW });
  expect(() => start(finished, VEHICLE, NOW)).toThrow(refusal('ROUTE_FINISHED'));
  expect(() => update(finished, {}, VEHICLE)).toThrow(refusal('ROUTE_FINISHED'));
  expect(() => setPickupStatus(finished, '7:701', 'arrived')).toThrow(refusal('ROUTE_FINISHED'));
  expect(finish(finished, new Date())).toBe(finished);
});

type Command = (route: Route) => Route;
const pickupStatus = fc.constantFrom<PickupStatus>('ahead', 'arrived', 'departed', 'skipped');
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>((route) => start(route, VEHICLE, NOW)),
  { weight: 1, arbitrary: fc.constant<Command>((route) => finish(route, NOW)) },
  fc
    .record({ seats: fc.integer({ min: 1, max: 6 }), autoAccept: fc.boolean() }, { requiredKeys: [] })
    .map<Command>((changes) => (route) => update(route, changes, VEHICLE)),
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
      for (const act of commands) {
        const before = route;
        const frozen = JSON.stringify(before);
        try {
          route = act(before);
        } catch {
          route = before;
        }
        expect(JSON.stringify(before)).toBe(frozen);
        expect(route.version).toBe(route === before ? before.version : before.version + 1);
        expect(ORDER.indexOf(route.status)).toBeGreaterThanOrEqual(ORDER.indexOf(before.status));
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

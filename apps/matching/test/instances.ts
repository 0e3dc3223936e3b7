// Stations as the engine takes them, to vary in tests: places on a line, a minute apart, the station at 0.
import fc from 'fast-check';
import { ALONE } from '@lastmile/party';
import type { InstanceDriver, InstanceRider, PromisedStop, StationInstance } from '../src/engine/engine.types.js';
import { TravelMatrix } from '../src/engine/travel-matrix.core.js';

export const PLACES = 12;

export const line = TravelMatrix.of(
  Array.from({ length: PLACES }, (_, from) => Array.from({ length: PLACES }, (__, to) => Math.abs(from - to) * 60)),
);

/** At the station now, drives to the end of the line, may take ten minutes more. */
export const aDriver = (change: Partial<InstanceDriver> = {}): InstanceDriver => ({
  id: 'd1',
  arriveSeconds: 0,
  departSeconds: 0,
  seats: 3,
  wheelchairPlaces: 0,
  stops: [],
  destination: PLACES - 1,
  straightSeconds: (PLACES - 1) * 60,
  detourBudgetSeconds: 600,
  claimSeconds: 0,
  ...change,
});

/** Ready now, two minutes down the line. */
export const aRider = (change: Partial<InstanceRider> = {}): InstanceRider => ({
  id: 'r1',
  destination: 2,
  party: ALONE,
  readySeconds: 0,
  latestPickupSeconds: 600,
  maxRideSeconds: 900,
  ageSeconds: 300,
  excludedDrivers: [],
  ...change,
});

export const aStop = (change: Partial<PromisedStop> = {}): PromisedStop => ({
  place: 3,
  latestSeconds: 1200,
  leaveSeconds: -Infinity,
  ...change,
});

export const anInstance = (change: Partial<StationInstance> = {}): StationInstance => ({
  travel: line,
  station: 0,
  maxHoldSeconds: 180,
  drivers: [aDriver()],
  riders: [aRider()],
  ...change,
});

const whole = (min: number, max: number) => fc.integer({ min, max });
const place = whole(0, PLACES - 1);

const stop: fc.Arbitrary<PromisedStop> = fc.record({
  place,
  latestSeconds: fc.oneof(whole(0, 2400), fc.constant(Infinity)),
  leaveSeconds: fc.oneof(whole(0, 900), fc.constant(-Infinity)),
});

const driver = (id: string): fc.Arbitrary<InstanceDriver> =>
  fc.record({
    id: fc.constant(id),
    arriveSeconds: whole(-200, 600),
    departSeconds: whole(-200, 600),
    seats: whole(0, 4),
    wheelchairPlaces: whole(0, 1),
    stops: fc.array(stop, { maxLength: 3 }),
    destination: place,
    straightSeconds: whole(0, 900),
    detourBudgetSeconds: whole(0, 1800),
    claimSeconds: whole(0, 4000),
  });

const rider = (id: string): fc.Arbitrary<InstanceRider> =>
  fc.record({
    id: fc.constant(id),
    destination: place,
    party: fc.record({ people: whole(1, 3), wheelchair: fc.boolean() }).map((party) => ({ ...ALONE, ...party })),
    readySeconds: whole(-600, 600),
    latestPickupSeconds: whole(-100, 1200),
    maxRideSeconds: whole(60, 1500),
    ageSeconds: whole(0, 3000),
    excludedDrivers: fc.subarray(['d1', 'd2']),
  });

/** Any matrix, also one without the triangle inequality. */
const travel: fc.Arbitrary<TravelMatrix> = fc.oneof(
  fc.constant(line),
  fc
    .array(fc.array(whole(0, 900), { minLength: PLACES, maxLength: PLACES }), { minLength: PLACES, maxLength: PLACES })
    .map((rows) => TravelMatrix.of(rows)),
);

/** Up to four cars and eight riders, lucky or not. */
export const anyInstance: fc.Arbitrary<StationInstance> = fc.record({
  travel,
  station: fc.constant(0),
  maxHoldSeconds: whole(0, 300),
  drivers: whole(0, 4).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => driver(`d${i + 1}`)))),
  riders: whole(0, 8).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => rider(`r${i + 1}`)))),
});

// Stations to plan in tests: one plain car and rider to vary, and arbitrary ones.
import fc from 'fast-check';
import { travelSeconds, type LatLng } from '@lastmile/geo';
import { ALONE } from '@lastmile/party';
import type { Boarding, CarInput, PlanInput, PromiseInput, RideInput } from '../src/plan/plan.types.js';

const START = Date.parse('2026-09-23T12:00:00Z');
const STATION: LatLng = { latitude: 40.75, longitude: -73.9 };

/** `seconds` after the moment of planning. */
export const at = (seconds: number): Date => new Date(START + Math.round(seconds * 1000));
/** So many metres north of the station; negative for south. */
export const north = (meters: number): LatLng => ({ ...STATION, latitude: STATION.latitude + meters / 111_195 });

/** At the station now, 4 km to drive north, 4 seats, 10 minutes to spare. */
export const aCar = (change: Partial<CarInput> = {}): CarInput => ({
  driverId: 'd1',
  routeId: 'route1',
  etaTime: at(0),
  freeSeats: 4,
  freeWheelchairPlaces: 1,
  detourBudgetSeconds: 600,
  emptySince: undefined,
  laterStations: [],
  destination: north(4000),
  promises: [],
  ...change,
});

/** Ready now, 2 km north, waits 15 minutes. */
export const aRide = (change: Partial<RideInput> = {}): RideInput => ({
  rideId: 'r1',
  destination: north(2000),
  party: ALONE,
  readyTime: at(0),
  latestPickupTime: at(900),
  maxRideSeconds: 1500,
  requestTime: at(-600),
  excludedDriverIds: [],
  ...change,
});

export const aPromise = (change: Partial<PromiseInput> = {}): PromiseInput => ({
  tripId: 't1',
  rideId: 'promised',
  dropoff: north(2000),
  dropoffTime: at(400),
  latestDropoffTime: at(1200),
  dropoffOrder: 1,
  boarding: { at: 'aboard' },
  ...change,
});

export const anInput = (change: Partial<PlanInput> = {}): PlanInput => ({
  now: at(0),
  station: north(0),
  maxHoldSeconds: 180,
  cars: [aCar()],
  rides: [],
  travelSeconds: (from, to) => travelSeconds(from, to, 12),
  ...change,
});

const place: fc.Arbitrary<LatLng> = fc.record({
  latitude: fc.double({ min: 40.72, max: 40.78, noNaN: true }),
  longitude: fc.double({ min: -73.94, max: -73.86, noNaN: true }),
});
const moment = (from: number, to: number): fc.Arbitrary<Date> => fc.integer({ min: from, max: to }).map(at);

const boarding = (stations: number): fc.Arbitrary<Boarding> => {
  const later = fc.record({
    at: fc.constant('later' as const),
    station: fc.nat(Math.max(0, stations - 1)),
    readyTime: moment(0, 900),
    latestPickupTime: moment(300, 5400),
  });
  const here = fc.record({ at: fc.constant('here' as const), readyTime: moment(-300, 600) });
  const aboard = fc.constant<Boarding>({ at: 'aboard' });
  return stations > 0 ? fc.oneof(aboard, here, later) : fc.oneof(aboard, here);
};

const promise = (stations: number): fc.Arbitrary<PromiseInput> =>
  fc.record({
    tripId: fc.uuid(),
    rideId: fc.uuid(),
    dropoff: place,
    dropoffTime: moment(0, 1200),
    latestDropoffTime: moment(300, 7200),
    dropoffOrder: fc.nat(8),
    boarding: boarding(stations),
  });

const car: fc.Arbitrary<CarInput> = fc.array(place, { maxLength: 2 }).chain((laterStations) =>
  fc.record({
    driverId: fc.uuid(),
    routeId: fc.uuid(),
    etaTime: moment(-200, 600),
    freeSeats: fc.integer({ min: -1, max: 5 }),
    freeWheelchairPlaces: fc.nat(2),
    detourBudgetSeconds: fc.nat(3600),
    emptySince: fc.option(moment(-3600, 0), { nil: undefined }),
    laterStations: fc.constant(laterStations),
    destination: place,
    promises: fc.array(promise(laterStations.length), { maxLength: 3 }),
  }),
);

const ride = (driverIds: readonly string[]): fc.Arbitrary<RideInput> =>
  fc
    .record({
      rideId: fc.uuid(),
      destination: place,
      party: fc
        .record({ people: fc.integer({ min: 1, max: 3 }), wheelchair: fc.boolean() })
        .map((party) => ({ ...ALONE, ...party })),
      readyTime: moment(-600, 900),
      maxWaitSeconds: fc.integer({ min: 60, max: 1200 }),
      maxRideSeconds: fc.integer({ min: 60, max: 2400 }),
      requestTime: moment(-3600, 0),
      excludedDriverIds: fc.subarray([...driverIds], { maxLength: Math.min(1, driverIds.length) }),
    })
    .map(({ maxWaitSeconds, ...rest }) => ({
      ...rest,
      latestPickupTime: new Date(rest.readyTime.getTime() + maxWaitSeconds * 1000),
    }));

/** A station as busy and as unlucky as it may get: late cars, broken promises, full cars, riders long gone. */
export const anyInput: fc.Arbitrary<PlanInput> = fc
  .array(car, { maxLength: 4 })
  .chain((cars) =>
    fc.array(ride(cars.map(({ driverId }) => driverId)), { maxLength: 8 }).map((rides) => anInput({ cars, rides })),
  );

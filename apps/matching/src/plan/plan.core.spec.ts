import fc from 'fast-check';
import { isDomainError } from '@lastmile/errors';
import { travelSeconds, type LatLng } from '@lastmile/geo';
import { ALONE } from '@lastmile/party';
import { problemsOf } from '../../test/plan-checker.js';
import { aCar, anInput, anyInput, aPromise, aRide, at, north } from '../../test/plan-inputs.js';
import { planStation } from './plan.core.js';
import type { PlanInput } from './plan.types.js';

const travel = (a: LatLng, b: LatLng): number => travelSeconds(a, b, 12);
const reasonOf = (input: PlanInput): string | undefined => planStation(input).unserved[0]?.reason;

describe('planStation', () => {
  it('breaks no limit, whatever the station looks like', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(problemsOf(input, planStation(input))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('depends on what is there, not on the order of the lists', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const reversed = {
          ...input,
          cars: input.cars.toReversed().map((car) => ({ ...car, promises: car.promises.toReversed() })),
          rides: input.rides.toReversed(),
        };
        expect(planStation(reversed)).toEqual(planStation(input));
      }),
    );
  });

  it('accounts for every ride once', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { cars, unserved } = planStation(input);
        const named = [...cars.flatMap(({ joining }) => joining), ...unserved].map(({ rideId }) => rideId);
        expect(named.toSorted()).toEqual(input.rides.map(({ rideId }) => rideId).toSorted());
      }),
    );
  });

  it('answers nonsense with a DomainError and nothing else', () => {
    const weird = fc.constantFrom(NaN, Infinity, -Infinity, -1, 0.5, 1e308, undefined, null, '', new Date(NaN), {});
    const paths = fc.constantFrom(
      'now',
      'station',
      'maxHoldSeconds',
      'cars.0.etaTime',
      'cars.0.destination',
      'cars.0.freeSeats',
      'cars.0.detourBudgetSeconds',
      'cars.0.promises.0.latestDropoffTime',
      'cars.0.promises.0.dropoff',
      'rides.0.party.people',
      'rides.0.readyTime',
      'rides.0.maxRideSeconds',
      'rides.0.destination.latitude',
    );
    fc.assert(
      fc.property(paths, weird, (path, value) => {
        const input = anInput({ cars: [aCar({ promises: [aPromise()] })], rides: [aRide()] });
        const broken = structuredClone({ ...input, travelSeconds: undefined }) as unknown as Record<string, unknown>;
        const keys = path.split('.');
        const parent = keys.slice(0, -1).reduce((node, key) => node[key] as Record<string, unknown>, broken);
        parent[keys.at(-1) as string] = value;
        try {
          planStation({ ...(broken as unknown as PlanInput), travelSeconds: input.travelSeconds });
        } catch (error) {
          if (!isDomainError(error)) throw error;
          expect(error).toMatchObject({ kind: 'invalid_argument', metadata: { field: expect.any(String) as string } });
        }
      }),
    );
  });

  it.each([
    ['a driver twice', anInput({ cars: [aCar(), aCar({ routeId: 'r2' })] }), 'cars'],
    ['a ride twice', anInput({ rides: [aRide(), aRide()] }), 'rides'],
    ['a travel time that is none', { ...anInput(), travelSeconds: () => NaN }, 'travelSeconds'],
  ])('refuses %s', (_, input, field) => {
    expect(() => planStation(input)).toThrow(expect.objectContaining({ metadata: { field } }));
  });

  it('pools riders along the way and drops them off in driving order', () => {
    const far = aRide({ rideId: 'far', destination: north(3000), readyTime: at(0) });
    const near = aRide({ rideId: 'near', destination: north(1500), readyTime: at(30) });
    const { cars, unserved } = planStation(anInput({ rides: [far, near] }));
    expect(unserved).toEqual([]);
    expect(cars[0]?.stops.map(({ rideId, dropoffOrder }) => [rideId, dropoffOrder])).toEqual([
      ['near', 1],
      ['far', 2],
    ]);
    expect(cars[0]?.joining.map(({ rideId }) => rideId)).toEqual(['far', 'near']);
  });

  it('holds the car until its last rider is ready and counts the wait as detour', () => {
    const { cars } = planStation(anInput({ rides: [aRide({ readyTime: at(100), destination: north(4000) })] }));
    expect(cars[0]?.departTime).toEqual(at(100));
    expect(cars[0]?.detourSeconds).toBeCloseTo(100);
  });

  it('tells what each rider adds: nothing on the way, the way and the wait for one aside', () => {
    const aside = aRide({ rideId: 'aside', readyTime: at(60), destination: { ...north(2000), longitude: -73.89 } });
    const alone = (...rides: (typeof aside)[]) => planStation(anInput({ rides })).cars[0];
    const both = alone(aRide(), aside);
    const added = new Map(both?.joining.map(({ rideId, addedDetourSeconds }) => [rideId, addedDetourSeconds]));
    expect(added.get('r1')).toBeCloseTo(both!.detourSeconds - alone(aside)!.detourSeconds);
    expect(added.get('aside')).toBeCloseTo(both!.detourSeconds);
    expect(added.get('aside')).toBeGreaterThan(60);
    expect(alone(aRide())?.joining[0]?.addedDetourSeconds).toBeCloseTo(0);
  });

  it('boards riders at the kerb into a car that stands there beyond its hold, and waits for nobody', () => {
    const standing = aCar({ etaTime: at(-300) });
    const rides = [aRide({ rideId: 'there' }), aRide({ rideId: 'coming', readyTime: at(5) })];
    const { cars, unserved } = planStation(anInput({ cars: [standing], rides }));
    expect(cars[0]?.joining.map(({ rideId }) => rideId)).toEqual(['there']);
    expect(unserved).toEqual([{ rideId: 'coming', reason: 'no_driver' }]);
  });

  it('takes the car that loses less time', () => {
    const detours = aCar({ driverId: 'a', routeId: 'ra', destination: north(-4000) });
    const passes = aCar({ driverId: 'b', routeId: 'rb', etaTime: at(20) });
    const { cars } = planStation(anInput({ cars: [detours, passes], rides: [aRide()] }));
    expect(cars.map(({ driverId, joining }) => [driverId, joining.length])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  it('lets riders aboard get out on the way to the station, and comes later for it', () => {
    const aboard = aPromise({ dropoff: north(-1000), dropoffTime: at(0), latestDropoffTime: at(60) });
    const input = anInput({ cars: [aCar({ etaTime: at(30), promises: [aboard] })], rides: [aRide()] });
    const { cars } = planStation(input);
    expect(cars[0]?.stops.map(({ rideId }) => rideId)).toEqual(['r1']);
    expect(cars[0]?.departTime).toEqual(at(travel(north(-1000), north(0))));
  });

  it.each([
    ['no car', 'no_driver', anInput({ cars: [], rides: [aRide()] })],
    ['the rider comes after the hold', 'no_driver', anInput({ rides: [aRide({ readyTime: at(181) })] })],
    ['the driver declined', 'drivers_excluded', anInput({ rides: [aRide({ excludedDriverIds: ['d1'] })] })],
    ['the limit passes first', 'wait_too_long', anInput({ cars: [aCar({ etaTime: at(901) })], rides: [aRide()] })],
    [
      'a full car',
      'no_seat',
      anInput({ cars: [aCar({ freeSeats: 1 })], rides: [aRide({ party: { ...ALONE, people: 2 } })] }),
    ],
    [
      'no wheelchair place',
      'no_wheelchair_place',
      anInput({ cars: [aCar({ freeWheelchairPlaces: 0 })], rides: [aRide({ party: { ...ALONE, wheelchair: true } })] }),
    ],
    ['a ride over its limit', 'ride_too_long', anInput({ rides: [aRide({ maxRideSeconds: 30 })] })],
    [
      'no time to spare',
      'detour_too_long',
      anInput({ cars: [aCar({ detourBudgetSeconds: 0 })], rides: [aRide({ destination: north(-900) })] }),
    ],
    [
      'a promised rider in a hurry',
      'breaks_promise',
      anInput({
        cars: [aCar({ promises: [hurried(3000)] })],
        rides: [aRide({ readyTime: at(100), destination: north(3500) })],
      }),
    ],
    [
      'a promised rider of a later station in a hurry',
      'breaks_promise',
      anInput({
        cars: [aCar({ laterStations: [north(2000)], promises: [waiting(north(2000))] })],
        rides: [aRide({ readyTime: at(100), destination: north(3500) })],
      }),
    ],
  ])('says why: %s', (_, reason, input) => {
    expect(reasonOf(input)).toBe(reason);
  });

  it('tells a rider who lost the seat to another that it was outranked', () => {
    const first = aRide({ rideId: 'first', readyTime: at(-60) });
    const second = aRide({ rideId: 'second', readyTime: at(0) });
    const { unserved } = planStation(anInput({ cars: [aCar({ freeSeats: 1 })], rides: [second, first] }));
    expect(unserved).toEqual([{ rideId: 'second', reason: 'outranked' }]);
  });
});

/** A rider to `meters` north, who must be there as soon as the car can. */
function hurried(meters: number) {
  const seconds = travel(north(0), north(meters)) + 1;
  const boarding = { at: 'here' as const, readyTime: at(0) };
  return aPromise({ dropoff: north(meters), latestDropoffTime: at(seconds), boarding });
}

/** A rider at the later station, who must be picked up as soon as the car can be there. */
function waiting(station: LatLng) {
  const latestPickupTime = at(travel(north(0), station) + 1);
  const boarding = { at: 'later' as const, station: 0, readyTime: at(0), latestPickupTime };
  return aPromise({ dropoff: north(3000), latestDropoffTime: at(3600), boarding });
}

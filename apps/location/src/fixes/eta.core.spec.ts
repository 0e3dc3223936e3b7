import fc from 'fast-check';
import { localHour, travelSeconds } from '@lastmile/geo';
import { etasOf, freeSeatsOf } from './eta.core.js';
import type { DutyTrip } from '../location.types.js';
import { fixAt, noonPlus, north, STATION, trip, duty } from '../duty/duty.fixture.js';

const HOUR = localHour(noonPlus(0), 'America/New_York');
const drive = (from: number, to: number) => travelSeconds(north(from), north(to), HOUR);
const secondsOf = (time: Date | undefined) => (time!.getTime() - noonPlus(0).getTime()) / 1000;
const of = (trips: DutyTrip[], meters: number, seconds = 0) =>
  new Map(etasOf(duty({ trips }), fixAt(0, meters), noonPlus(seconds)).map((eta) => [eta.tripId, eta]));

it('drives to the kerb, waits for the rider and drives on', () => {
  const eta = of([trip('a', 'scheduled', { readyTime: noonPlus(1_000) })], -2_000).get('a');
  expect(secondsOf(eta?.pickupEtaTime)).toBeCloseTo(drive(-2_000, 0), 1);
  expect(secondsOf(eta?.dropoffEtaTime)).toBeCloseTo(1_020 + drive(0, 3_000), 1);
});

it('counts the drop-offs still ahead, in the order planned', () => {
  const first = trip('first', 'active', { dropoffOrder: 1, destination: north(1_000) });
  const second = trip('second', 'active', { dropoffOrder: 2, destination: north(-1_000) });
  const both = of([second, first], 0);
  expect([...both.keys()]).toEqual(['first', 'second']);
  expect(secondsOf(both.get('first')?.dropoffEtaTime)).toBeCloseTo(drive(0, 1_000), 1);
  expect(secondsOf(both.get('second')?.dropoffEtaTime)).toBeCloseTo(drive(0, 1_000) + 15 + drive(1_000, -1_000), 1);
  expect(secondsOf(of([second], 0).get('second')?.dropoffEtaTime)).toBeCloseTo(drive(0, -1_000), 1);
});

it('brings riders aboard home before a later pickup, where the plan says so', () => {
  const aboard = trip('aboard', 'active', { dropoffTime: noonPlus(30), destination: north(-500) });
  const later = trip('later', 'scheduled', { pickupTime: noonPlus(300), dropoffOrder: 2 });
  const eta = of([aboard, later], -1_000).get('later');
  expect(secondsOf(eta?.pickupEtaTime)).toBeCloseTo(drive(-1_000, -500) + 15 + drive(-500, 0), 1);
});

it('counts what the car drove since its fix, for half a minute, and expects nothing in the past', () => {
  const trips = [trip('a', 'active')];
  const driving = drive(0, 3_000);
  expect(secondsOf(of(trips, 0, 20).get('a')?.dropoffEtaTime)).toBeCloseTo(driving, 1);
  const driving600 = travelSeconds(STATION, north(3_000), localHour(noonPlus(600), 'America/New_York'));
  expect(secondsOf(of(trips, 0, 600).get('a')?.dropoffEtaTime)).toBeCloseTo(570 + driving600, 1);
  expect(secondsOf(of(trips, 3_000, 20).get('a')?.dropoffEtaTime)).toBe(20);
});

it('says nothing of an offer, nor of a pickup behind', () => {
  expect(of([trip('a', 'offered')], 0).size).toBe(0);
  expect(of([trip('a', 'active')], 0).get('a')?.pickupEtaTime).toBeUndefined();
});

it('is never later for a car with fewer riders', () => {
  const place = fc.integer({ min: -5_000, max: 5_000 });
  const riders = fc.array(place, { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(riders, place, (places, car) => {
      const trips = places.map((meters, i) =>
        trip(`t${i}`, 'active', { dropoffOrder: i, destination: north(meters), pickup: STATION }),
      );
      const last = `t${trips.length - 1}`;
      const all = of(trips, car).get(last)!.dropoffEtaTime;
      expect(+of(trips.slice(1), car).get(last)!.dropoffEtaTime).toBeLessThanOrEqual(+all + 1);
    }),
  );
});

it('counts the seats of offers as taken', () => {
  const trips = [trip('a', 'offered', { people: 2 }), trip('b', 'active')];
  expect(freeSeatsOf({ seats: 4, trips })).toBe(1);
  expect(freeSeatsOf({ seats: 2, trips })).toBe(0);
});

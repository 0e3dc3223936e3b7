// From a ride request and a train to a ride: the times and limits, and what is refused.
import { localHour, travelSeconds } from '@lastmile/geo';
import { ALONE } from '@lastmile/party';
import { after, MAIN_ST, north, NOW, RIDER, STATION, TRAIN, RIDE_REQUEST } from '../../test/fixtures.js';
import { planRide } from './request-ride.core.js';
import type { RideRequest, Station, Train } from '../rider.types.js';

const RULES = { rideTimeFactor: 1.5, rideTimeSlackSeconds: 240 };
const plan = (request: Partial<RideRequest> = {}, station: Partial<Station> = {}, train: Partial<Train> = {}) =>
  planRide(RIDER, { ...RIDE_REQUEST, ...request }, { ...STATION, ...station }, { ...TRAIN, ...train }, RULES, {
    rideId: 'ride',
    now: NOW,
  });
const refusal = (kind: string, reason: string) => expect.objectContaining({ kind, reason }) as Error;

test('the rider stands at the nearest kerb a walk after the train, and waits there as long as they said', () => {
  const ride = plan({ maxWaitSeconds: 300 });
  expect(ride).toMatchObject({
    pickupPointId: 'near',
    pickup: { name: 'Roosevelt Ave' },
    status: 'waiting',
    version: 1,
  });
  expect(ride.readyTime).toEqual(after(600 + 110));
  expect(ride.latestPickupTime).toEqual(after(600 + 110 + 300));
});

test('a chosen kerb counts with its own walk', () => {
  const ride = plan({ pickupPointId: 'far' });
  expect(ride.pickup).toEqual({ position: north(150), name: '39th Ave' });
  expect(ride.readyTime).toEqual(after(600 + 210));
});

test('a station without kerbs is its own, two minutes from the train', () => {
  const ride = plan({}, { pickupPoints: [] });
  expect(ride).toMatchObject({ pickupPointId: '', pickup: { position: MAIN_ST, name: 'Main St' } });
  expect(ride.readyTime).toEqual(after(600 + 120));
});

test('the time in the car is limited by the direct drive at the local hour of the pickup', () => {
  const { directSeconds, maxRideSeconds, readyTime } = plan();
  const hour = localHour(readyTime, 'America/New_York');
  expect(Math.floor(hour)).toBe(8);
  expect(directSeconds).toBe(Math.round(travelSeconds(north(30), north(2000), hour)));
  expect(maxRideSeconds).toBe(Math.round(directSeconds * 1.5 + 240));
  expect(plan({}, { timeZone: 'Asia/Seoul' }).directSeconds).toBeLessThan(directSeconds);
});

test('a wheelchair is taken from the request, else from the profile', () => {
  const rider = { ...RIDER, wheelchair: true };
  const made = { rideId: 'ride', now: NOW };
  expect(planRide(rider, RIDE_REQUEST, STATION, TRAIN, RULES, made).party.wheelchair).toBe(true);
  expect(planRide(rider, { ...RIDE_REQUEST, party: ALONE }, STATION, TRAIN, RULES, made).party.wheelchair).toBe(false);
});

test('a train counts from three hours ahead until the rider would have given up', () => {
  expect(plan({}, {}, { arriveTime: after(10_800) }).readyTime).toEqual(after(10_910));
  expect(() => plan({}, {}, { arriveTime: after(10_801) })).toThrow(
    refusal('failed_precondition', 'TRAIN_TOO_FAR_AHEAD'),
  );
  const gone = -110 - 900;
  expect(plan({}, {}, { arriveTime: after(gone + 1) }).latestPickupTime).toEqual(after(1));
  expect(() => plan({}, {}, { arriveTime: after(gone) })).toThrow(refusal('failed_precondition', 'TRAIN_GONE'));
});

test('a destination lies 100 m to 30 km from the kerb', () => {
  const to = (meters: number) => () => plan({ destination: { position: north(30 + meters), name: '' } });
  expect(to(101)).not.toThrow();
  expect(to(29_990)).not.toThrow();
  for (const meters of [0, 99, 30_010]) {
    expect(to(meters)).toThrow(
      expect.objectContaining({ kind: 'invalid_argument', metadata: { field: 'destination' } }) as Error,
    );
  }
});

test('a kerb of another station is refused', () => {
  expect(() => plan({ pickupPointId: 'elsewhere' })).toThrow(refusal('not_found', 'PICKUP_POINT_NOT_FOUND'));
});

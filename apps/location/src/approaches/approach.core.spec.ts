import fc from 'fast-check';
import { travelSeconds, type LatLng } from '@lastmile/geo';
import { approachesOf, byArrival, dueForMatch, inRange, type ApproachRules } from './approach.core.js';
import type { PickupStatus, Duty, DutyStop } from '../location.types.js';

const NOW = new Date('2026-09-23T12:00:00Z'); // eight o'clock in New York
const NEW_YORK = 'America/New_York';
const RULES: ApproachRules = { leadSeconds: 300, radiusMeters: 800, maxFixAgeSeconds: 120 };
const AGAIN_SECONDS = 20;

const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
/** A position that many metres north of the car. */
const north = (meters: number): LatLng => ({ latitude: 40.75 + meters / 111_195, longitude: -73.9 });

const stop = (stationId: string, meters: number, change: Partial<DutyStop> = {}): DutyStop => ({
  stationId,
  position: north(meters),
  timeZone: NEW_YORK,
  pickupStatus: 'ahead',
  arriveTime: undefined,
  matchTime: undefined,
  lastMatch: undefined,
  reachedTime: undefined,
  passedTime: undefined,
  ...change,
});
const duty = (stops: DutyStop[], fixTime: Date | undefined = NOW): Duty => ({
  driverId: 'd1',
  routeId: 'route1',
  startTime: ago(3600),
  stops,
  seats: 4,
  trips: [],
  doubt: undefined,
  fix: fixTime && {
    position: north(0),
    time: fixTime,
    accuracyMeters: 5,
    speedMetersPerSecond: undefined,
    headingDegrees: undefined,
  },
});
const stationsOf = (approaches: { stationId: string }[]) => approaches.map(({ stationId }) => stationId);

describe('approachesOf', () => {
  it('drives from station to station at the speed of the local hour', () => {
    const [first, second] = approachesOf(duty([stop('a', 1000), stop('b', -500)]), NOW);
    const toA = travelSeconds(north(0), north(1000), 8);
    const toB = toA + travelSeconds(north(1000), north(-500), 8);
    expect(first?.etaTime.getTime()).toBeCloseTo(NOW.getTime() + toA * 1000, -1);
    expect(second?.etaTime.getTime()).toBeCloseTo(NOW.getTime() + toB * 1000, -1);
    expect(second?.distanceMeters).toBeCloseTo(500, 0);
  });

  it('counts from the fix, but never expects a car in the past', () => {
    const late = approachesOf(duty([stop('a', 100)], ago(100)), NOW);
    expect(late[0]?.etaTime).toEqual(NOW);
  });

  it('says since when a car stands at a station', () => {
    const standing = stop('a', 0, { pickupStatus: 'arrived', arriveTime: ago(60) });
    expect(approachesOf(duty([standing]), NOW)[0]?.etaTime).toEqual(ago(60));
  });

  it('knows nothing without a position', () => {
    expect(approachesOf({ ...duty([stop('a', 10)]), fix: undefined }, NOW)).toEqual([]);
  });

  it('names exactly the stations ahead, in driving order, and none of them in the past', () => {
    const status = fc.constantFrom<PickupStatus>('ahead', 'arrived', 'departed', 'skipped');
    const anyStop = fc.tuple(fc.integer({ min: -9000, max: 9000 }), status);
    fc.assert(
      fc.property(fc.array(anyStop, { maxLength: 10 }), fc.nat(100), (places, age) => {
        const stops = places.map(([meters, pickupStatus], i) => stop(`s${i}`, meters, { pickupStatus }));
        const approaches = approachesOf(duty(stops, ago(age)), NOW);
        const open = stops.filter(({ pickupStatus }) => pickupStatus === 'ahead' || pickupStatus === 'arrived');
        expect(stationsOf(approaches)).toEqual(stationsOf(open));
        approaches.forEach(({ etaTime }) => expect(+etaTime).toBeGreaterThanOrEqual(+NOW));
        const ahead = approaches.filter((_, i) => open[i]?.pickupStatus === 'ahead');
        ahead.forEach(({ etaTime }, i) => expect(+etaTime).toBeGreaterThanOrEqual(+(ahead[i - 1]?.etaTime ?? NOW)));
      }),
    );
  });
});

describe('inRange', () => {
  // 1,000 m of road take some 230 s at eight in the morning.
  it.each([
    ['near by distance', stop('a', 790), { ...RULES, leadSeconds: 0 }, ['a']],
    ['near by time', stop('a', 1000), { ...RULES, radiusMeters: 0 }, ['a']],
    ['neither', stop('a', 3000), RULES, []],
    ['left behind', stop('a', 10, { pickupStatus: 'departed' }), RULES, []],
    ['skipped', stop('a', 10, { pickupStatus: 'skipped' }), RULES, []],
  ])('%s', (_, one, rules, expected) => {
    expect(stationsOf(inRange(duty([one]), NOW, rules))).toEqual(expected);
  });

  it('forgets a car that was not heard of for two minutes', () => {
    expect(inRange(duty([stop('a', 10)], ago(120)), NOW, RULES)).toHaveLength(1);
    expect(inRange(duty([stop('a', 10)], ago(121)), NOW, RULES)).toHaveLength(0);
  });
});

describe('dueForMatch', () => {
  it.each([
    [undefined, 1],
    [ago(19), 0],
    [ago(20), 1],
    [ago(-1), 1],
  ])('asked at %s: %d now', (matchTime, count) => {
    expect(dueForMatch(duty([stop('a', 10, { matchTime })]), NOW, RULES, AGAIN_SECONDS)).toHaveLength(count);
  });
});

it('byArrival puts the earliest first, then the nearest', () => {
  const [near, far] = approachesOf(duty([stop('near', 100), stop('far', 900)]), NOW);
  if (!near || !far) throw new Error('two approaches expected');
  expect([far, near].sort(byArrival)).toEqual([near, far]);
  const sameTime = { ...far, etaTime: near.etaTime };
  expect([sameTime, near].sort(byArrival)).toEqual([near, sameTime]);
});

import { carBefore, CITY_METERS_PER_SECOND, driveOn, FACTORS, HOLD_SECONDS } from './drive-simulation.core';
import type { SimulatedCar, Target } from './drive.types';
import { distanceBetween, headingBetween, placeBetween } from './straight-line.core';

const START = Date.parse('2026-09-23T08:00:00Z');
const BUSAN = { latitude: 35.1151, longitude: 129.0415 };
const CITY_HALL = { latitude: 35.1798, longitude: 129.075 };
const near = (meters: number) => placeBetween(BUSAN, CITY_HALL, meters / distanceBetween(BUSAN, CITY_HALL));
const target = (key: string, meters: number, isHeld = false): Target => ({ key, position: near(meters), isHeld });
const carAt = (meters: number): SimulatedCar => ({
  position: near(meters),
  headingDegrees: 0,
  timeMs: START,
  passed: [],
  lastFixMs: 0,
});
const after = (seconds: number) => START + seconds * 1_000;

test('distances and headings on the flat map agree with the sphere', () => {
  expect(distanceBetween(BUSAN, CITY_HALL)).toBeCloseTo(7_808, -2);
  expect(headingBetween(BUSAN, { ...BUSAN, latitude: 36 })).toBeCloseTo(0);
  expect(headingBetween(BUSAN, { ...BUSAN, longitude: 128 })).toBeCloseTo(270, 0);
});

it('drives as far as a city allows, fixes in order and in time', () => {
  const { car, fixes } = driveOn(carAt(0), [target('a', 5_000)], after(60), 1);
  expect(distanceBetween(near(0), car.position)).toBeCloseTo(60 * CITY_METERS_PER_SECOND, 0);
  expect(fixes).toHaveLength(60);
  expect(fixes.map(({ time }) => time)).toEqual(fixes.map(({ time }) => time).toSorted());
  expect(Date.parse(fixes.at(-1)!.time)).toBe(after(60));
});

it.each(FACTORS)(
  'at %d× no fix is a jump for the platform: under 100 m once twice both accuracies are off',
  (factor) => {
    let last = near(0);
    for (const { position, accuracyMeters } of driveOn(carAt(0), [target('a', 7_000)], after(50), factor).fixes) {
      expect(distanceBetween(last, position) - 4 * accuracyMeters).toBeLessThan(100);
      last = position;
    }
  },
);

it('stands where somebody is expected until the target is taken away', () => {
  const targets = [target('station', 130, true), target('home', 1_000)];
  const there = driveOn(carAt(0), targets, after(600), 1);
  expect(there.car.position).toEqual(targets[0]!.position);
  expect(there.left).toEqual([]);
  const gone = driveOn(there.car, targets.slice(1), after(610), 1);
  expect(distanceBetween(near(130), gone.car.position)).toBeCloseTo(10 * CITY_METERS_PER_SECOND, 0);
});

it('drives on by itself where nobody is, also before the platform has heard of it', () => {
  const targets = [target('station', 130), target('home', 1_000, true)];
  const reached = 130 / CITY_METERS_PER_SECOND;
  expect(driveOn(carAt(0), targets, after(reached + HOLD_SECONDS - 2), 1).left).toEqual([]);
  const { car, left } = driveOn(carAt(0), targets, after(reached + HOLD_SECONDS + 10), 1);
  expect(left).toEqual(['station']);
  expect(distanceBetween(near(0), car.position)).toBeGreaterThan(150);
  expect(driveOn(car, targets, after(400), 1)).toMatchObject({ left: [], car: { position: targets[1]!.position } });
});

it('turns back to a station it has left when somebody is promised there', () => {
  const targets = [target('station', 130), target('home', 1_000, true)];
  const { car, left } = driveOn(carAt(0), targets, after(60), 1);
  expect(left).toEqual(['station']);
  const held = [target('station', 130, true), target('home', 1_000, true)];
  expect(driveOn(car, held, after(120), 1).car.position).toEqual(held[0]!.position);
});

it('sends few fixes while it stands', () => {
  const { fixes } = driveOn(carAt(130), [target('station', 130, true)], after(60), 1);
  expect(fixes).toHaveLength(12);
  expect(fixes.every(({ speedMetersPerSecond }) => speedMetersPerSecond === 0)).toBe(true);
});

it('in two calls goes where one call goes', () => {
  const targets = [target('a', 700), target('b', 2_000, true)];
  const first = driveOn(carAt(0), targets, after(47), 5);
  expect(driveOn(first.car, targets, after(300), 5).car).toEqual(driveOn(carAt(0), targets, after(300), 5).car);
});

it('after an hour of sleep has not driven an hour', () => {
  const { fixes } = driveOn(carAt(0), [target('far', 7_000)], after(3_600), 1);
  expect(fixes.length).toBeLessThanOrEqual(900);
  expect(Date.parse(fixes[0]!.time)).toBeGreaterThan(after(2_600));
});

it('starts a kilometre and a half before its first target, with the second ahead', () => {
  const car = carBefore([target('a', 3_000), target('b', 5_000)], START)!;
  expect(distanceBetween(car.position, near(3_000))).toBeCloseTo(1_500, -1);
  expect(distanceBetween(car.position, near(5_000))).toBeCloseTo(3_500, -1);
  expect(distanceBetween(carBefore([target('a', 0)], START)!.position, near(0))).toBeCloseTo(1_500, -1);
  expect(carBefore([], START)).toBeUndefined();
});

// Simulates a car: it drives straight from stop to stop at city speed, and waits where somebody gets in or out.
//
// Invariants: the car's time never runs backwards; two fixes are at most STEP_SECONDS of driving apart, so that the
// platform, which never treats less than 100 m as a jump, accepts the drive even at the highest of FACTORS; the car
// waits at a held target until the target is removed.
import type { Driven, Fix, Place, SimulatedCar, Target } from './drive.types';
import { distanceBetween, headingBetween, placeBetween } from './straight-line.core';

/** 23 km/h along the straight line, which is 30 km/h on streets that are 1.3 times as long. */
export const CITY_METERS_PER_SECOND = 6.5;
/** Seconds of driving per second of the platform's time. */
export const FACTORS = [1, 5, 20] as const;
/** Waiting time at a station without expected riders, for late requests. */
export const HOLD_SECONDS = 20;
/** After a longer pause (a sleeping tab) the car counts as having waited, instead of sending an hour of fixes at once. */
const MOST_SECONDS_AT_ONCE = 900;
const STEP_SECONDS = 1;
const STANDING_FIX_SECONDS = 5;
const ACCURACY_METERS = 10;
const APPROACH_METERS = 1_500;

/** A car before its first target, on the line to the second one, so that it need not turn around. */
export function carBefore(targets: readonly Target[], nowMs: number): SimulatedCar | undefined {
  const [first, second] = targets;
  if (!first) return undefined;
  const onward = second && distanceBetween(first.position, second.position);
  const position = onward
    ? placeBetween(first.position, second.position, -APPROACH_METERS / onward)
    : { ...first.position, latitude: first.position.latitude - APPROACH_METERS / 111_195 };
  const headingDegrees = headingBetween(position, first.position);
  return { position, headingDegrees, timeMs: nowMs, passed: [], lastFixMs: 0 };
}

/** Continues the drive until a moment.¶@param targets in driving order, as the platform knows them now¶@param factor seconds of driving per second of the platform's time
 */
export function driveOn(from: SimulatedCar, targets: readonly Target[], untilMs: number, factor: number): Driven {
  const fixes: Fix[] = [];
  const left: string[] = [];
  let car = { ...from, timeMs: Math.max(from.timeMs, untilMs - MOST_SECONDS_AT_ONCE * 1_000) };
  while (car.timeMs + STEP_SECONDS * 1_000 <= untilMs) {
    const before = car;
    car = step(before, targets, factor);
    for (const key of car.passed.slice(before.passed.length)) left.push(key);
    const meters = distanceBetween(before.position, car.position);
    if (meters === 0 && car.timeMs - car.lastFixMs < STANDING_FIX_SECONDS * 1_000) continue;
    car = { ...car, lastFixMs: car.timeMs };
    fixes.push(fixOf(car, meters / STEP_SECONDS));
  }
  return { car, fixes, left };
}

function step(before: SimulatedCar, targets: readonly Target[], factor: number): SimulatedCar {
  const car = { ...before, timeMs: before.timeMs + STEP_SECONDS * 1_000 };
  const seconds = STEP_SECONDS * factor;
  // The target got a new rider after the car had left it, so the car drives back.
  const target = targets.find(({ key, isHeld }) => isHeld || !car.passed.includes(key));
  if (!target) return car;
  const { key, position, isHeld } = target;
  const meters = distanceBetween(car.position, position);
  const reach = CITY_METERS_PER_SECOND * seconds;
  if (meters > reach) return { ...moved(car, position, reach / meters), standing: undefined };
  if (meters > 0) return { ...moved(car, position, 1), standing: { key, seconds: 0 } };
  const stood = (car.standing?.key === key ? car.standing.seconds : 0) + seconds;
  if (isHeld || stood < HOLD_SECONDS) return { ...car, standing: { key, seconds: stood } };
  return { ...car, standing: undefined, passed: [...car.passed, key] };
}

function moved(car: SimulatedCar, to: Place, fraction: number): SimulatedCar {
  const position = fraction === 1 ? to : placeBetween(car.position, to, fraction);
  return { ...car, position, headingDegrees: headingBetween(car.position, to) };
}

const fixOf = ({ position, headingDegrees, timeMs }: SimulatedCar, speedMetersPerSecond: number): Fix => ({
  position,
  time: new Date(timeMs).toISOString(),
  accuracyMeters: ACCURACY_METERS,
  speedMetersPerSecond,
  headingDegrees,
});

// A car that drives by itself: straight from stop to stop at a city's speed, standing where somebody gets in or out.
//
// Invariants: the car's time never runs back; a fix never lies more than STEP_SECONDS of driving from the one before, so
// that the platform, which takes nothing under 100 m for a jump, believes the drive at FACTORS' highest too; a held target is
// left only when it is taken away.
import type { Driven, Fix, Place, SimulatedCar, Target } from './drive.types';
import { distanceBetween, headingBetween, placeBetween } from './straight-line.core';

/** 23 km/h along the straight line: 30 km/h on streets, which are 1.3 times as long. */
export const CITY_METERS_PER_SECOND = 6.5;
/** Seconds of driving a second of the platform's time. */
export const FACTORS = [1, 5, 20] as const;
/** At a station where nobody is expected, for those who come at the last moment. */
export const HOLD_SECONDS = 20;
/** After a longer silence (a sleeping tab) the car has stood, rather than sending an hour of fixes at once. */
const MOST_SECONDS_AT_ONCE = 900;
const STEP_SECONDS = 1;
const STANDING_FIX_SECONDS = 5;
const ACCURACY_METERS = 10;
const APPROACH_METERS = 1_500;

/** A car before its first target, on a line with where it goes afterwards, so that it does not turn back at once. */
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

/**
 * Drives on until a moment.
 * @param targets in driving order, as the platform knows them now
 * @param factor seconds of driving a second of the platform's time
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
  // Somebody was promised to it after it had left: back it goes.
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

// Judges a plan by the rules alone, sharing no code with the engine: it drives each car through the drop-offs in the
// plan's order, with the later stations at whatever place between them is best for the plan, and names what is broken.
import type { LatLng } from '@lastmile/geo';
import type { CarInput, CarPlan, Plan, PlanInput, RideInput } from '../src/plan/plan.types.js';

/** A millisecond of rounding. */
const SLACK_MS = 2;

export function problemsOf(input: PlanInput, plan: Plan): string[] {
  const rides = new Map(input.rides.map((ride) => [ride.rideId, ride]));
  return plan.cars.flatMap((carPlan) => {
    const car = input.cars.find(({ driverId }) => driverId === carPlan.driverId);
    if (!car) return ['a car nobody asked about'];
    if (carPlan.joining.length === 0) return [];
    const riders = carPlan.joining.map(({ rideId }) => rides.get(rideId) as RideInput);
    return [...boardingProblems(input, car, carPlan, riders), ...drivingProblems(input, car, carPlan, riders)];
  });
}

function boardingProblems(input: PlanInput, car: CarInput, plan: CarPlan, riders: readonly RideInput[]): string[] {
  const problems: string[] = [];
  const seats = riders.reduce((sum, { party }) => sum + party.people, 0);
  if (seats > car.freeSeats) problems.push('more riders than seats');
  if (riders.filter(({ party }) => party.wheelchair).length > car.freeWheelchairPlaces) problems.push('wheelchairs');

  const departMs = plan.departTime.getTime();
  const promisedMs = car.promises.flatMap(({ boarding }) =>
    boarding.at === 'here' ? [boarding.readyTime.getTime()] : [],
  );
  // Riders who get out on the way may delay the arrival; the drive from the last of them bounds by how much.
  const detours = car.promises
    .filter(({ tripId, boarding }) => boarding.at === 'aboard' && !plan.stops.some((stop) => stop.tripId === tripId))
    .map(
      ({ dropoff, dropoffTime }) =>
        Math.max(+dropoffTime, +input.now) + input.travelSeconds(dropoff, input.station) * 1000,
    );
  const arriveMs = Math.max(car.etaTime.getTime(), ...detours);
  const lastMs = Math.max(arriveMs + input.maxHoldSeconds * 1000, ...promisedMs, input.now.getTime());
  if (departMs > lastMs + SLACK_MS) problems.push('held too long');
  riders.forEach((ride) => {
    const join = plan.joining.find(({ rideId }) => rideId === ride.rideId);
    const pickupMs = join?.pickupTime.getTime() ?? NaN;
    if (!(pickupMs >= Math.max(+ride.readyTime, arriveMs, +input.now) - SLACK_MS)) problems.push('picked up too early');
    if (!(pickupMs <= departMs + SLACK_MS)) problems.push('picked up after departure');
    if (pickupMs > ride.latestPickupTime.getTime()) problems.push('waited too long');
    if (ride.excludedDriverIds.includes(car.driverId)) problems.push('excluded driver');
  });
  return problems;
}

function drivingProblems(input: PlanInput, car: CarInput, plan: CarPlan, riders: readonly RideInput[]): string[] {
  const isGone = (tripId: string) => !plan.stops.some((stop) => stop.tripId === tripId);
  const lost = car.promises.filter(({ tripId, boarding }) => isGone(tripId) && boarding.at !== 'aboard');
  if (lost.length > 0) return ['a promised rider was forgotten'];
  const promised = car.promises.filter(({ tripId }) => !isGone(tripId));
  const orders = plan.stops.map(({ tripId }) => promised.find((each) => each.tripId === tripId)?.dropoffOrder ?? NaN);
  const known = orders.filter((order) => !Number.isNaN(order));
  if (known.some((order, i) => order < (known[i - 1] ?? -Infinity))) return ['promised riders changed places'];

  const attempts = interleavings(plan.stops.length, car.laterStations.length).map((order) =>
    drive(input, car, plan, riders, order),
  );
  return attempts.some((problems) => problems.length === 0) ? [] : (attempts[0] ?? ['no way at all']);
}

/** Drives one interleaving of drop-offs and stations; every limit on the way is checked against the plan's own times. */
function drive(
  input: PlanInput,
  car: CarInput,
  plan: CarPlan,
  riders: readonly RideInput[],
  order: readonly ('dropoff' | 'station')[],
): string[] {
  const problems: string[] = [];
  let [clock, place, dropoffs, stations] = [plan.departTime.getTime(), input.station, 0, 0];
  const go = (to: LatLng) => {
    clock += input.travelSeconds(place, to) * 1000;
    place = to;
  };
  for (const kind of order) {
    if (kind === 'station') {
      go(car.laterStations[stations] as LatLng);
      for (const { boarding } of car.promises) {
        if (boarding.at !== 'later' || boarding.station !== stations) continue;
        if (clock > +boarding.latestPickupTime + SLACK_MS) problems.push('a later pickup broken');
      }
      for (const { boarding } of car.promises) {
        if (boarding.at === 'later' && boarding.station === stations) clock = Math.max(clock, +boarding.readyTime);
      }
      stations++;
      continue;
    }
    const stop = plan.stops[dropoffs++] as CarPlan['stops'][number];
    const promise = car.promises.find(({ tripId }) => tripId === stop.tripId);
    const ride = riders.find(({ rideId }) => rideId === stop.rideId);
    go((promise?.dropoff ?? ride?.destination) as LatLng);
    if (Math.abs(clock - +stop.dropoffTime) > SLACK_MS) problems.push('times do not add up');
    if (promise && clock > +promise.latestDropoffTime + SLACK_MS) problems.push('a promise broken');
    if (promise?.boarding.at === 'later' && promise.boarding.station >= stations) problems.push('out before in');
    const pickupMs = plan.joining.find(({ rideId }) => rideId === stop.rideId)?.pickupTime.getTime() ?? NaN;
    if (ride && !(clock - pickupMs <= ride.maxRideSeconds * 1000 + SLACK_MS)) problems.push('rode too long');
  }
  go(car.destination);
  const straightMs = [...car.laterStations, car.destination].reduce(
    (sum, to, i, all) => sum + input.travelSeconds(all[i - 1] ?? input.station, to) * 1000,
    0,
  );
  const detourMs = plan.detourSeconds * 1000;
  if (detourMs > car.detourBudgetSeconds * 1000 + SLACK_MS) problems.push('over the detour budget');
  if (clock - straightMs - plan.departTime.getTime() > detourMs + SLACK_MS) problems.push('detour understated');
  return problems;
}

function interleavings(dropoffs: number, stations: number): ('dropoff' | 'station')[][] {
  if (dropoffs === 0) return [Array.from({ length: stations }, () => 'station' as const)];
  if (stations === 0) return [Array.from({ length: dropoffs }, () => 'dropoff' as const)];
  return [
    ...interleavings(dropoffs - 1, stations).map((rest) => ['dropoff' as const, ...rest]),
    ...interleavings(dropoffs, stations - 1).map((rest) => ['station' as const, ...rest]),
  ];
}

// What the simplest systems do: destinations are names of areas, and a car takes whoever asked first and goes to the same area as
// the riders it has. Nothing is planned for the other cars. Every limit holds as it does for the other policies.
import type {
  DriverPlan,
  DriverStop,
  InstanceDriver,
  InstanceRider,
  StationInstance,
} from '../../apps/matching/src/engine/engine.types.js';
import type { RefusalReason } from './ledger.js';
import type { Decision } from './policy.types.js';
import { driveSeconds } from './town.js';

/** A car with those who have joined it so far. */
interface Car {
  readonly depart: number;
  readonly end: number;
  readonly stops: readonly DriverStop[];
  readonly seats: number;
  readonly wheelchairPlaces: number;
}

/** Riders in the order of their requests; the first who fits names the area of an empty car. */
export function firstCome(instance: StationInstance, areaOf: Int32Array): Decision {
  const { drivers, riders } = instance;
  const driver = drivers[0]!;
  const promised = driver.stops.map((_, index) => ({ kind: 'promised', index, arriveSeconds: 0 }) as const);
  const { seats, wheelchairPlaces } = driver;
  const alone = drive(instance, [...promised, DESTINATION], Math.max(driver.arriveSeconds, driver.departSeconds));
  let car: Car = { ...alone!, seats, wheelchairPlaces };
  let area = driver.stops.length > 0 ? areaOf[driver.stops[0]!.place] : undefined;
  const unserved: { id: string; reason: RefusalReason }[] = [];
  riders.forEach((rider, index) => {
    const joined = join(instance, car, index, area !== undefined && areaOf[rider.destination] !== area);
    if (typeof joined === 'string') return unserved.push({ id: rider.id, reason: joined });
    car = joined;
    area = areaOf[rider.destination];
  });
  return { car: planOf(driver, riders, car, alone!.end), unserved };
}

const DESTINATION: DriverStop = { kind: 'destination', index: 0, arriveSeconds: 0 };

/** The car with the rider, where that lengthens its way least, or why not. */
function join(instance: StationInstance, car: Car, index: number, isElsewhere: boolean): Car | RefusalReason {
  const driver = instance.drivers[0]!;
  const rider = instance.riders[index]!;
  const pickup = Math.max(driver.arriveSeconds, rider.readySeconds);
  if (pickup > Math.max(driver.arriveSeconds + instance.maxHoldSeconds, car.depart)) return 'no_driver';
  if (pickup > rider.latestPickupSeconds) return 'wait_too_long';
  if (isElsewhere) return 'other_area';
  if (rider.party.wheelchair && car.wheelchairPlaces < 1) return 'no_wheelchair_place';
  if (rider.party.people > car.seats) return 'no_seat';
  let best: Way | undefined;
  for (let at = 0; at < car.stops.length; at++) {
    const stops = car.stops.toSpliced(at, 0, { kind: 'rider', index, arriveSeconds: 0 });
    const way = drive(instance, stops, Math.max(car.depart, pickup));
    if (way && way.end < (best?.end ?? Infinity)) best = way;
  }
  if (!best) return 'detour_too_long';
  const wheelchairPlaces = car.wheelchairPlaces - (rider.party.wheelchair ? 1 : 0);
  return { ...best, seats: car.seats - rider.party.people, wheelchairPlaces };
}

type Way = Pick<Car, 'depart' | 'end' | 'stops'>;

/** Undefined when a limit is broken on the way. */
function drive(
  { travel, station, drivers, riders }: StationInstance,
  stops: readonly DriverStop[],
  depart: number,
): Way | undefined {
  const driver = drivers[0]!;
  let [at, clock] = [station, depart];
  const driven: DriverStop[] = [];
  for (const { kind, index } of stops) {
    const place = placeOf(driver, riders, kind, index);
    clock += driveSeconds(travel, at, place);
    if (clock > latestOf(driver, riders, kind, index)) return undefined;
    driven.push({ kind, index, arriveSeconds: clock });
    at = place;
  }
  return { depart, end: clock, stops: driven };
}

function placeOf(
  driver: InstanceDriver,
  riders: readonly InstanceRider[],
  kind: DriverStop['kind'],
  index: number,
): number {
  if (kind === 'rider') return riders[index]!.destination;
  return kind === 'promised' ? driver.stops[index]!.place : driver.destination;
}

function latestOf(
  driver: InstanceDriver,
  riders: readonly InstanceRider[],
  kind: DriverStop['kind'],
  index: number,
): number {
  const { arriveSeconds, straightSeconds, detourBudgetSeconds } = driver;
  if (kind === 'destination') return arriveSeconds + straightSeconds + detourBudgetSeconds;
  if (kind === 'promised') return driver.stops[index]!.latestSeconds;
  const { readySeconds, maxRideSeconds } = riders[index]!;
  return Math.max(arriveSeconds, readySeconds) + maxRideSeconds;
}

function planOf(driver: InstanceDriver, riders: readonly InstanceRider[], car: Car, aloneEnd: number): DriverPlan {
  const joining = car.stops.filter(({ kind }) => kind === 'rider');
  return {
    id: driver.id,
    departSeconds: car.depart,
    stops: car.stops,
    riders: joining.map(({ index, arriveSeconds }) => ({
      rider: index,
      id: riders[index]!.id,
      pickupSeconds: Math.max(driver.arriveSeconds, riders[index]!.readySeconds),
      dropoffSeconds: arriveSeconds,
      addedSeconds: 0,
    })),
    detourSeconds: car.end - driver.arriveSeconds - driver.straightSeconds,
    addedSeconds: car.end - aloneEnd,
  };
}

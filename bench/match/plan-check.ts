// Judges an answer of `bench:match` by the rules of bench/README.md alone. Shares no code with the engine.
import type { DriverJson, InstanceJson, RiderJson } from './instance.types.js';

/** One line of `bench:match`. */
export interface PlanLine {
  readonly name: string;
  readonly objective: number;
  readonly bound?: number;
  readonly optimal: boolean;
  readonly drivers: readonly DriverLine[];
  readonly unserved: readonly { readonly id: string; readonly reason: string; readonly driver?: string }[];
}

export interface DriverLine {
  readonly id: string;
  readonly departSeconds: number;
  readonly riders: readonly string[];
  readonly stops: readonly StopLine[];
  readonly detourSeconds: number;
  readonly addedSeconds: number;
}

export interface StopLine {
  readonly rider?: string;
  readonly promised?: number;
  readonly destination?: boolean;
  readonly arriveSeconds: number;
}

/** A rounding error over a drive of hours, or over the points of a whole station. */
const EPSILON = 1e-6;

const BROKEN_PROMISE = 'breaks a promise';

const REASONS = new Set([
  'no_driver',
  'drivers_excluded',
  'wait_too_long',
  'no_wheelchair_place',
  'no_seat',
  'breaks_promise',
  'ride_too_long',
  'detour_too_long',
  'outranked',
]);

/** What a sequence of stops means for a car: what it breaks, and its times. */
interface Drive {
  readonly depart: number;
  readonly arrivals: readonly number[];
  readonly end: number;
  readonly problems: readonly string[];
}

/** Everything wrong with the line; empty when the plan keeps all rules and is worth what it says. */
export function problemsOf(instance: InstanceJson, line: PlanLine): string[] {
  const strangers = everybodyOnce(instance, line);
  if (strangers.length > 0) return strangers;
  const judge = new Judge(instance);
  const problems = line.drivers.flatMap((each) => judge.problemsOf(each));
  if (problems.length > 0) return problems;
  const objective = line.drivers.reduce((sum, each) => sum + judge.points(each), 0);
  if (differ(objective, line.objective)) problems.push(`objective ${line.objective} is really ${objective}`);
  if (line.bound !== undefined && line.objective > line.bound + EPSILON) problems.push('objective above its bound');
  const reached = line.bound !== undefined && line.bound - line.objective <= EPSILON;
  if (line.optimal !== reached) problems.push('optimal does not follow from the bound');
  for (const { id } of line.unserved) {
    const taker = line.drivers.find((driver) => judge.couldTake(driver, id));
    if (taker) problems.push(`could still take ${id} in ${taker.id}`);
  }
  return problems;
}

function everybodyOnce(instance: InstanceJson, line: PlanLine): string[] {
  const problems: string[] = [];
  const drivers = line.drivers.map(({ id }) => id);
  if (!sameIds(drivers, idsOf(instance.drivers))) problems.push('drivers are not those of the instance');
  const named = [...line.drivers.flatMap(({ riders }) => riders), ...line.unserved.map(({ id }) => id)];
  if (!sameIds(named, idsOf(instance.riders))) problems.push('riders are not named exactly once');
  for (const { id, reason, driver } of line.unserved) {
    if (!REASONS.has(reason)) problems.push(`${id}: no reason ${reason}`);
    if (driver !== undefined && !drivers.includes(driver)) problems.push(`${id}: no driver ${driver}`);
  }
  return problems;
}

const idsOf = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

/** In any order, each as often. */
const sameIds = (some: readonly string[], others: readonly string[]): boolean =>
  JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());

/** A drop-off, a promised stop or the destination, and only one of them. */
const isOneStop = ({ rider, promised, destination }: StopLine): boolean =>
  Number(rider !== undefined) + Number(promised !== undefined) + Number(destination === true) === 1;

class Judge {
  private readonly drivers: ReadonlyMap<string, DriverJson>;
  private readonly riders: ReadonlyMap<string, RiderJson>;

  constructor(private readonly instance: InstanceJson) {
    this.drivers = new Map(instance.drivers.map((each) => [each.id, each]));
    this.riders = new Map(instance.riders.map((each) => [each.id, each]));
  }

  problemsOf(line: DriverLine): string[] {
    const car = this.drivers.get(line.id) as DriverJson;
    if (!line.stops.every(isOneStop)) return [`${line.id}: stops that are none, or two at once`];
    const dropped = line.stops.flatMap(({ rider }) => (rider === undefined ? [] : [rider]));
    if (!sameIds(dropped, line.riders)) return [`${line.id}: riders and drop-offs differ`];
    const promised = line.stops.flatMap((stop) => (stop.promised === undefined ? [] : [stop.promised]));
    if (promised.join() !== (car.stops ?? []).map((_, i) => i).join()) return [`${line.id}: promised stops changed`];
    if (line.stops.filter(({ destination }) => destination).length !== 1 || !line.stops.at(-1)?.destination) {
      return [`${line.id}: does not end at its destination, once`];
    }

    const drive = this.drive(car, line.stops);
    const problems = dropped.length > 0 ? [...drive.problems, ...this.boarding(car, line.riders, drive.depart)] : [];
    if (differ(drive.depart, line.departSeconds)) problems.push(`departs at ${drive.depart}`);
    line.stops.forEach(({ arriveSeconds }, i) => {
      if (differ(arriveSeconds, drive.arrivals[i] as number))
        problems.push(`stop ${i} is reached at ${drive.arrivals[i]}`);
    });
    if (differ(line.detourSeconds, this.detour(car, drive))) problems.push(`detour is ${this.detour(car, drive)}`);
    if (differ(line.addedSeconds, this.added(car, drive))) problems.push(`added is ${this.added(car, drive)}`);
    return problems.map((problem) => `${line.id}: ${problem}`);
  }

  points(line: DriverLine): number {
    const car = this.drivers.get(line.id) as DriverJson;
    if (line.riders.length === 0) return 0;
    const served = line.riders.reduce((sum, id) => {
      const { partySize = 1, ageSeconds = 0, readySeconds } = this.riders.get(id) as RiderJson;
      const waits = this.pickup(car, id) - Math.max(readySeconds, 0);
      return sum + partySize * (10_000 + Math.min(ageSeconds, 2400) - Math.min(waits, 2400));
    }, 0);
    return served - this.added(car, this.drive(car, line.stops)) + Math.min(car.claimSeconds ?? 0, 3600) / 120;
  }

  /** Whether one more stop, all others as they are, is worth points. A limit only just kept does not count. */
  couldTake(line: DriverLine, rider: string): boolean {
    const car = this.drivers.get(line.id) as DriverJson;
    const riders = [...line.riders, rider];
    return line.stops.some((_, i) => {
      const stops = line.stops.toSpliced(i, 0, { rider, arriveSeconds: 0 });
      const drive = this.drive(car, stops, -EPSILON);
      if (drive.problems.length > 0 || this.boarding(car, riders, drive.depart, -EPSILON).length > 0) return false;
      return this.points({ ...line, riders, stops }) > this.points(line) + EPSILON;
    });
  }

  private drive(car: DriverJson, stops: readonly StopLine[], leeway = EPSILON): Drive {
    const problems: string[] = [];
    const pickups = stops.flatMap(({ rider }) => (rider === undefined ? [] : [this.pickup(car, rider)]));
    const depart = Math.max(this.earliest(car), ...pickups);
    let [clock, at] = [depart, this.instance.station ?? 0];
    const arrivals = stops.map((stop) => {
      const promise = stop.promised === undefined ? undefined : car.stops?.[stop.promised];
      const rider = stop.rider === undefined ? undefined : this.riders.get(stop.rider);
      const to = rider?.destination ?? promise?.place ?? car.destination;
      const arrival = clock + this.travel(at, to);
      if (promise && arrival > (promise.latestSeconds ?? Infinity) + leeway) problems.push(BROKEN_PROMISE);
      if (rider && arrival - this.pickup(car, rider.id) > rider.maxRideSeconds + leeway) {
        problems.push(`${rider.id} rides too long`);
      }
      clock = Math.max(arrival, promise?.leaveSeconds ?? -Infinity);
      at = to;
      return arrival;
    });
    const drive = { depart, arrivals, end: clock, problems };
    if (this.detour(car, drive) > car.detourBudgetSeconds + leeway) problems.push('detour over its budget');
    return drive;
  }

  private boarding(car: DriverJson, riders: readonly string[], depart: number, leeway = EPSILON): string[] {
    const problems: string[] = [];
    if (this.alone(car).problems.includes(BROKEN_PROMISE)) problems.push('cannot keep its promises even alone');
    const joining = riders.map((id) => this.riders.get(id) as RiderJson);
    const seats = joining.reduce((sum, { partySize = 1 }) => sum + partySize, 0);
    if (seats > car.seats) problems.push('more people than seats');
    const wheelchairs = joining.filter(({ wheelchair }) => wheelchair).length;
    if (wheelchairs > (car.wheelchairPlaces ?? 0)) problems.push('more wheelchairs than places');
    const latest = Math.max(car.arriveSeconds + (this.instance.maxHoldSeconds ?? 180), this.earliest(car));
    if (depart > latest + leeway) problems.push('stands too long');
    for (const { id, latestPickupSeconds, excludedDrivers } of joining) {
      if (this.pickup(car, id) > latestPickupSeconds + leeway) problems.push(`${id} waits too long`);
      if (excludedDrivers?.includes(car.id)) problems.push(`${id} may not ride with it`);
    }
    return problems;
  }

  private added(car: DriverJson, { end }: Drive): number {
    return end - this.alone(car).end;
  }

  private alone(car: DriverJson): Drive {
    const promised = (car.stops ?? []).map((_, i) => ({ promised: i, arriveSeconds: 0 }));
    return this.drive(car, [...promised, { destination: true, arriveSeconds: 0 }]);
  }

  private detour(car: DriverJson, { end }: Pick<Drive, 'end'>): number {
    const straight = car.straightSeconds ?? this.travel(this.instance.station ?? 0, car.destination);
    return end - car.arriveSeconds - straight;
  }

  private earliest = (car: DriverJson): number =>
    Math.max(car.arriveSeconds, car.departSeconds ?? car.arriveSeconds, 0);

  private pickup(car: DriverJson, rider: string): number {
    return Math.max(car.arriveSeconds, (this.riders.get(rider) as RiderJson).readySeconds, 0);
  }

  private travel(from: number, to: number): number {
    return this.instance.travelSeconds[from]?.[to] ?? NaN;
  }
}

const differ = (a: number, b: number): boolean => !(Math.abs(a - b) <= EPSILON);

// The proven optimum of an instance, slowly: every set of riders each car could take, by trying every order of stops, and
// an integer program that chooses among them (set packing), solved by HiGHS. Shares no code with the engine.
import highs from 'highs';
import type { DriverJson, InstanceJson, RiderJson } from './instance.types.js';

/** A car with a set of riders, at its best order. */
interface Column {
  readonly driver: number;
  readonly riders: readonly number[];
  readonly points: number;
}

export interface Optimum {
  readonly objective: number;
  readonly columns: number;
  readonly milliseconds: number;
}

/** @returns undefined when there are more than `maxColumns` sets, too many to prove anything in reasonable time */
export type Optimise = (instance: InstanceJson, maxColumns: number) => Optimum | undefined;

/** Loads the solver, which is WebAssembly. */
export async function optimiser(): Promise<Optimise> {
  const solver = await highs();
  return (instance, maxColumns) => {
    const start = performance.now();
    const columns: Column[] = [];
    for (let driver = 0; driver < instance.drivers.length; driver++) {
      const found = columnsOf(instance, driver, maxColumns - columns.length);
      if (!found) return undefined;
      for (const column of found) columns.push(column);
    }
    const elapsed = () => performance.now() - start;
    if (columns.length === 0) return { objective: 0, columns: 0, milliseconds: elapsed() };
    const { Status, ObjectiveValue } = solver.solve(program(columns), { mip_rel_gap: 0, mip_abs_gap: 1e-3 });
    if (Status !== 'Optimal') throw new Error(`HiGHS ended with ${Status}`);
    return { objective: ObjectiveValue, columns: columns.length, milliseconds: elapsed() };
  };
}

/** Best end of the drive for every set of riders this car can take, as points. */
function columnsOf(instance: InstanceJson, driver: number, limit: number): Column[] | undefined {
  const car = instance.drivers[driver] as DriverJson;
  const earliest = Math.max(car.arriveSeconds, car.departSeconds ?? car.arriveSeconds, 0);
  const latest = Math.max(car.arriveSeconds + (instance.maxHoldSeconds ?? 180), earliest);
  const pickups = instance.riders.map((rider) => Math.max(car.arriveSeconds, rider.readySeconds, 0));
  const possible = instance.riders.flatMap((rider, index) => {
    const pickup = pickups[index] as number;
    const fits = pickup <= latest && pickup <= rider.latestPickupSeconds && !rider.excludedDrivers?.includes(car.id);
    return fits ? [index] : [];
  });
  const alone = drive(instance, car, pickups, [], earliest).get('');
  if (alone === undefined) return [];
  const ends = new Map<string, number>();
  // The departure depends on the last of the riders to come, so each possible one is tried by itself.
  for (const depart of new Set([earliest, ...possible.map((rider) => Math.max(earliest, pickups[rider] as number))])) {
    const here = possible.filter((rider) => (pickups[rider] as number) <= depart);
    for (const [key, end] of drive(instance, car, pickups, here, depart)) {
      const last = Math.max(earliest, ...(key ? key.split(',').map((rider) => pickups[Number(rider)] as number) : []));
      if (last === depart) ends.set(key, end);
      if (ends.size > limit) return undefined;
    }
  }
  ends.delete('');
  return [...ends].map(([key, end]) => {
    const riders = key.split(',').map(Number);
    const values = riders.map((rider) => value(instance.riders[rider] as RiderJson, pickups[rider] as number));
    const claim = Math.min(car.claimSeconds ?? 0, 3600) / 120;
    return { driver, riders, points: values.reduce((sum, each) => sum + each, 0) - (end - alone) + claim };
  });
}

const value = ({ partySize = 1, ageSeconds = 0, readySeconds }: RiderJson, pickup: number): number =>
  partySize * (10_000 + Math.min(ageSeconds, 2400) - Math.min(pickup - Math.max(readySeconds, 0), 2400));

/** Drives every order of stops that keeps all limits; for each set of riders (sorted, joined by commas) the earliest end. */
function drive(
  instance: InstanceJson,
  car: DriverJson,
  pickups: readonly number[],
  riders: readonly number[],
  depart: number,
): Map<string, number> {
  const travel = (from: number, to: number) => (instance.travelSeconds[from] as readonly number[])[to] as number;
  const promised = car.stops ?? [];
  const straight = car.straightSeconds ?? travel(instance.station ?? 0, car.destination);
  const lastEnd = car.arriveSeconds + straight + car.detourBudgetSeconds;
  const ends = new Map<string, number>();
  const aboard: number[] = [];
  visit(instance.station ?? 0, depart, 0, car.seats, car.wheelchairPlaces ?? 0);
  return ends;

  function visit(at: number, clock: number, stop: number, seats: number, wheelchairs: number): void {
    if (clock > lastEnd) return;
    const next = promised[stop];
    if (next) {
      const arrival = clock + travel(at, next.place);
      if (arrival <= (next.latestSeconds ?? Infinity)) {
        visit(next.place, Math.max(arrival, next.leaveSeconds ?? -Infinity), stop + 1, seats, wheelchairs);
      }
    } else {
      const end = clock + travel(at, car.destination);
      // Alone the car goes on whatever it has promised its driver.
      if (end <= lastEnd || aboard.length === 0) {
        const key = aboard.toSorted((a, b) => a - b).join(',');
        ends.set(key, Math.min(end, ends.get(key) ?? Infinity));
      }
    }
    for (const index of riders) {
      const rider = instance.riders[index] as RiderJson;
      const party = rider.partySize ?? 1;
      if (party > seats || (rider.wheelchair && wheelchairs < 1) || aboard.includes(index)) continue;
      const arrival = clock + travel(at, rider.destination);
      if (arrival - (pickups[index] as number) > rider.maxRideSeconds) continue;
      aboard.push(index);
      visit(rider.destination, arrival, stop, seats - party, wheelchairs - (rider.wheelchair ? 1 : 0));
      aboard.pop();
    }
  }
}

/** The set packing program in CPLEX LP format: each car one set at most, each rider one car at most. */
function program(columns: readonly Column[]): string {
  const ofDriver = new Map<number, string[]>();
  const ofRider = new Map<number, string[]>();
  columns.forEach(({ driver, riders }, i) => {
    ofDriver.set(driver, [...(ofDriver.get(driver) ?? []), `x${i}`]);
    for (const rider of riders) {
      const list = ofRider.get(rider);
      if (list) list.push(`x${i}`);
      else ofRider.set(rider, [`x${i}`]);
    }
  });
  const rows = [...ofDriver.values(), ...ofRider.values()];
  return [
    'Maximize',
    `obj: ${columns.map(({ points }, i) => `${points < 0 ? '-' : '+'} ${Math.abs(points)} x${i}`).join('\n')}`,
    'Subject To',
    ...rows.map((names, i) => `c${i}: ${names.join(' +\n')} <= 1`),
    'Binary',
    columns.map((_, i) => `x${i}`).join('\n'),
    'End',
  ].join('\n');
}

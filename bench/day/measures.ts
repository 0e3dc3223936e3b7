// What a day was like for its riders and drivers, in numbers.
import type { Demand } from './demand.js';
import { type Ledger, REFUSAL_REASONS, type RefusalReason } from './ledger.js';
import type { Day } from './replay.js';

export interface Measures {
  readonly requests: number;
  readonly people: number;
  readonly servedRequests: number;
  readonly servedPeople: number;
  /** From the train's arrival to the car's departure. */
  readonly meanWaitSeconds: number;
  readonly p95WaitSeconds: number;
  /** Time in the car over the direct drive: the mean over the riders served. */
  readonly rideTimeRatio: number;
  /** Of the cars that took somebody: how many, how much longer they drove, how many they took. */
  readonly carsUsed: number;
  readonly meanDetourSeconds: number;
  readonly peoplePerCar: number;
  /** Of all seats that passed by. */
  readonly seatsUsedShare: number;
  readonly refusals: ReadonlyMap<RefusalReason, number>;
  /** By hour of the day, by the train's arrival. */
  readonly servedPeopleByHour: readonly number[];
}

export function measuresOf({ demand, passes }: Day, { seats, refusals, departTime, endTime }: Ledger): Measures {
  const waits = Float64Array.from(seats, ({ rider, pass }) => departTime[pass]! - demand.trainTime[rider]!);
  const ratios = Float64Array.from(
    seats,
    ({ rider, pickupTime, dropoffTime }) => (dropoffTime - pickupTime) / demand.directSeconds[rider]!,
  );
  const used = new Set(seats.map(({ pass }) => pass));
  const detours = Float64Array.from(used, (pass) => endTime[pass]! - passes.eta[pass]! - passes.straightSeconds[pass]!);
  const servedPeople = seats.reduce((sum, { rider }) => sum + demand.people[rider]!, 0);
  const counts = new Map<RefusalReason, number>();
  for (const { reason } of refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return {
    requests: demand.length,
    people: sum(demand.people),
    servedRequests: seats.length,
    servedPeople,
    meanWaitSeconds: mean(waits),
    p95WaitSeconds: percentile(waits, 0.95),
    rideTimeRatio: mean(ratios),
    carsUsed: used.size,
    meanDetourSeconds: mean(detours),
    peoplePerCar: servedPeople / used.size,
    seatsUsedShare: servedPeople / sum(passes.seats),
    refusals: new Map(REFUSAL_REASONS.map((reason) => [reason, counts.get(reason) ?? 0])),
    servedPeopleByHour: peopleByHour(
      demand,
      seats.map(({ rider }) => rider),
    ),
  };
}

/** People of the requests in `rows` by the hour of the day in which their train arrives. */
export function peopleByHour({ trainTime, people }: Demand, rows: Iterable<number>): number[] {
  const byHour = new Array<number>(24).fill(0);
  for (const row of rows) byHour[Math.floor(trainTime[row]! / 3600) % 24]! += people[row]!;
  return byHour;
}

/** The smallest value that at least `share` (0 to 1) of all values do not exceed; NaN when there are none. */
export function percentile(values: Float64Array, share: number): number {
  const rank = Math.max(1, Math.ceil(values.length * share));
  return values.toSorted()[rank - 1] ?? Number.NaN;
}

const sum = (values: Float64Array | Uint8Array): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

const mean = (values: Float64Array): number => sum(values) / values.length;

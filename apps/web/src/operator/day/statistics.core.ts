// The day's numbers for the charts and their tables. Pure.
import type { Statistics } from '../../api/api.types';

type Hour = Statistics['hours'][number];

export interface HourRow {
  /** The start of the hour. */
  readonly startTime: string;
  readonly requested: number;
  readonly served: number;
  /** Expired or cancelled, and no-shows of either side. */
  readonly lost: number;
  /** Minutes, one decimal; undefined when nobody boarded. */
  readonly waitMean: number | undefined;
  readonly waitP95: number | undefined;
  readonly seatsUsed: number;
}

/** From the first hour with any activity to the last, without the empty hours before and after. */
export function hourRows(hours: readonly Hour[]): HourRow[] {
  const isBusy = ({ rides, trips, seatsUsed }: Hour): boolean => rides.requested + trips.made + seatsUsed > 0;
  const first = hours.findIndex(isBusy);
  return first < 0 ? [] : hours.slice(first, hours.findLastIndex(isBusy) + 1).map(rowOf);
}

/** Adds up items with the same key, largest sum first. */
export function totals<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key | undefined,
  countOf: (item: Item) => number,
): { key: Key; count: number }[] {
  const sums = new Map<Key, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + countOf(item));
  }
  return [...sums].map(([key, count]) => ({ key, count })).sort((a, b) => b.count - a.count);
}

function rowOf({ startTime, rides, wait, seatsUsed }: Hour): HourRow {
  const inMinutes = (seconds: number) => (wait.count > 0 ? Math.round(seconds / 6) / 10 : undefined);
  return {
    startTime,
    requested: rides.requested,
    served: rides.served,
    lost: rides.expired + rides.cancelled + rides.noShow,
    waitMean: inMinutes(wait.meanSeconds),
    waitP95: inMinutes(wait.p95Seconds),
    seatsUsed,
  };
}

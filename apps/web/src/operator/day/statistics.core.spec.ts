// Charts show the busy part of the day, and no waiting time for hours without boardings.
import { hourRows, totals } from './statistics.core';
import type { Statistics } from '../../api/api.types';

const hour = (startTime: string, requested: number, boarded = 0): Statistics['hours'][number] => ({
  startTime,
  rides: { requested, waiting: 0, underway: 0, served: boarded, cancelled: 1, expired: 2, noShow: 0 },
  wait: { count: boarded, meanSeconds: boarded && 200, p95Seconds: boarded && 600 },
  trips: { made: boarded, offered: 0, live: 0, completed: boarded, declined: 0, expired: 0, cancelled: 0, noShow: 0 },
  seatsUsed: boarded,
});

describe('hourRows', () => {
  it('keeps from the first busy hour to the last, quiet hours between included', () => {
    const rows = hourRows([hour('00', 0), hour('01', 3, 2), hour('02', 0), hour('03', 1), hour('04', 0)]);
    expect(rows.map(({ startTime }) => startTime)).toEqual(['01', '02', '03']);
  });

  it('tells waits in minutes, and none where nobody boarded', () => {
    const [busy, quiet] = hourRows([hour('01', 3, 2), hour('02', 1)]);
    expect(busy).toMatchObject({ requested: 3, served: 2, lost: 3, waitMean: 3.3, waitP95: 10, seatsUsed: 2 });
    expect(quiet).toMatchObject({ waitMean: undefined, waitP95: undefined });
  });

  it('has no rows for a day on which nothing happened', () => {
    expect(hourRows([hour('00', 0), hour('01', 0)])).toEqual([]);
  });
});

describe('totals', () => {
  it('adds up by key, most first, without what has no key', () => {
    const items = [
      { reason: 'no_seat', count: 1 },
      { reason: 'no_driver', count: 2 },
      { reason: undefined, count: 9 },
      { reason: 'no_seat', count: 3 },
    ];
    expect(
      totals(
        items,
        ({ reason }) => reason,
        ({ count }) => count,
      ),
    ).toEqual([
      { key: 'no_seat', count: 4 },
      { key: 'no_driver', count: 2 },
    ]);
  });
});

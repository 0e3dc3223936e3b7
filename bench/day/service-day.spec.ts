import { readServiceDay } from './service-day.js';

const FEED = 'data/nyc-subway-7.gtfs.zip';

describe('readServiceDay', () => {
  it('reads every arrival of a working day, in order, and a weekend differs', async () => {
    const { date, stations, calls } = await readServiceDay(FEED);
    expect(date).toBe('2026-05-27');
    expect(stations).toHaveLength(22);
    // Counted in the feed's files: stop times of the weekday service, without each train's first stop.
    expect(calls.arrive).toHaveLength(12_273);
    expect(calls.arrive).toEqual(calls.arrive.toSorted());
    const saturday = await readServiceDay(FEED, '2026-05-30');
    expect(saturday.calls.arrive).toHaveLength(9_000);
  });

  it('refuses a day without trains', async () => {
    await expect(readServiceDay(FEED, '2020-01-01')).rejects.toMatchObject({ reason: 'NO_TRAINS' });
  });
});

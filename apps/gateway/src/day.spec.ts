import type { Timetable } from '@lastmile/contracts';
import { dayOf, timeZoneOf } from './day.js';

const NEW_YORK = 'America/New_York';
const NOW = new Date('2026-09-23T12:00:00Z');
const hoursOf = (date: string, timeZone = NEW_YORK) => {
  const { startTime, endTime } = dayOf(date, timeZone, NOW);
  return (endTime.getTime() - startTime.getTime()) / 3_600_000;
};

describe('dayOf', () => {
  it('goes from local midnight to local midnight', () => {
    expect(dayOf('2026-09-23', NEW_YORK, NOW)).toEqual({
      date: '2026-09-23',
      timeZone: NEW_YORK,
      startTime: new Date('2026-09-23T04:00:00Z'),
      endTime: new Date('2026-09-24T04:00:00Z'),
    });
  });

  it('is the local day of now without a date', () => {
    expect(dayOf(undefined, NEW_YORK, new Date('2026-09-24T03:59:59.999Z')).date).toBe('2026-09-23');
    expect(dayOf(undefined, NEW_YORK, new Date('2026-09-24T04:00:00Z')).date).toBe('2026-09-24');
    expect(dayOf(undefined, 'Asia/Seoul', NOW).startTime).toEqual(new Date('2026-09-22T15:00:00Z'));
  });

  it('has as many hours as the clocks say', () => {
    expect(hoursOf('2026-03-08')).toBe(23);
    expect(hoursOf('2026-11-01')).toBe(25);
    expect(hoursOf('2026-03-09')).toBe(24);
  });

  it('starts after midnight where clocks skip that, and the day before ends there', () => {
    const beirut = 'Asia/Beirut';
    expect(dayOf('2026-03-29', beirut, NOW).startTime).toEqual(new Date('2026-03-28T22:00:00Z'));
    expect(dayOf('2026-03-28', beirut, NOW).endTime).toEqual(new Date('2026-03-28T22:00:00Z'));
    expect(hoursOf('2026-03-29', beirut)).toBe(23);
  });

  it('refuses what is no day', () => {
    expect(() => dayOf('2026-02-30', NEW_YORK, NOW)).toThrow(expect.objectContaining({ reason: 'INVALID_FIELD' }));
  });
});

test('the time zone is that of the largest feed', () => {
  const feed = (timeZone: string, stationCount: number) => ({ timeZone, stationCount }) as Timetable;
  expect(timeZoneOf([feed('Asia/Seoul', 5), feed(NEW_YORK, 400)])).toBe(NEW_YORK);
  expect(timeZoneOf([])).toBe('UTC');
});

import { localHour } from './index.js';

describe('localHour', () => {
  it.each([
    ['2026-09-23T12:30:00Z', 'America/New_York', 8.5],
    ['2026-09-23T04:00:00Z', 'America/New_York', 0],
    ['2026-09-23T23:45:00Z', 'Asia/Seoul', 8.75],
    // One UTC hour apart, in the night when clocks go back.
    ['2026-11-01T05:30:00Z', 'America/New_York', 1.5],
    ['2026-11-01T06:30:00Z', 'America/New_York', 1.5],
  ])('%s in %s is %d', (at, zone, hour) => {
    expect(localHour(new Date(at), zone)).toBe(hour);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => localHour(new Date(), 'Mars/Olympus')).toThrow(RangeError);
  });
});

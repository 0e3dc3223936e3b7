import { slicesOf, type Timetable } from './arrivals.core.js';
import { type ServiceDays, servicesOn, validFrom, validUntil } from './calendar.core.js';
import { instantOf, localDate, serviceDayStart } from './service-day.core.js';

const NEW_YORK = 'America/New_York';
const service = (weekdays: number, more: Partial<ServiceDays> = {}): ServiceDays => ({
  weekdays,
  startDate: '2026-05-26',
  endDate: '2027-12-31',
  added: [],
  removed: [],
  ...more,
});
const [SUNDAY, SATURDAY, WEEKDAY] = [0, 1, 2];
/** The calendar of NYC line 7: Independence Day is observed on Friday 3 July, Labor Day on Monday 7 September. */
const LINE_7: Timetable = {
  timeZone: NEW_YORK,
  maxSeconds: 27 * 3600,
  replayLastWeek: false,
  services: [
    service(0b1000000, { added: ['2026-09-07'] }),
    service(0b0100000, { added: ['2026-07-03'] }),
    service(0b0011111, { removed: ['2026-07-03', '2026-09-07'] }),
  ],
};
const at = (iso: string) => new Date(iso);

describe('times of a service day', () => {
  it.each([
    // zone, day, seconds, instant, what
    [NEW_YORK, '2026-09-23', '08:00', '2026-09-23T12:00:00Z', 'an ordinary day'],
    [NEW_YORK, '2026-03-08', '08:00', '2026-03-08T12:00:00Z', 'the spring-forward morning is eight by the clock'],
    [NEW_YORK, '2026-03-08', '00:30', '2026-03-08T04:30:00Z', '00:30 of that day is 23:30 of the eve'],
    [NEW_YORK, '2026-03-07', '26:30', '2026-03-08T07:30:00Z', 'past-24:00 trains of the eve run on through the gap'],
    [NEW_YORK, '2026-11-01', '08:00', '2026-11-01T13:00:00Z', 'the fall-back morning is eight by the clock'],
    [NEW_YORK, '2026-11-01', '00:00', '2026-11-01T05:00:00Z', 'that day counts from the second one o’clock'],
    [NEW_YORK, '2026-10-31', '25:30', '2026-11-01T05:30:00Z', 'half past one, the first time'],
    ['Asia/Seoul', '2026-03-08', '05:06', '2026-03-07T20:06:00Z', 'Seoul has no summer time'],
  ])('%s %s %s is %s (%s)', (zone, date, time, expected) => {
    const [hours, minutes] = time.split(':').map(Number) as [number, number];
    expect(instantOf(date, hours * 3600 + minutes * 60, zone).toISOString()).toBe(at(expected).toISOString());
  });

  it('starts at local midnight except on the two days of changing clocks', () => {
    for (let day = 0; day < 365; day++) {
      const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
      const start = serviceDayStart(date, NEW_YORK);
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: NEW_YORK, timeStyle: 'short' }).format(start);
      expect([date, clock]).toEqual([date, { '2026-03-08': '23:00', '2026-11-01': '01:00' }[date] ?? '00:00']);
    }
  });

  it('knows the local date', () => {
    expect(localDate(at('2026-09-24T03:59:59Z'), NEW_YORK)).toBe('2026-09-23');
    expect(localDate(at('2026-09-24T04:00:00Z'), NEW_YORK)).toBe('2026-09-24');
    expect(localDate(at('2026-09-23T15:00:00Z'), 'Asia/Seoul')).toBe('2026-09-24');
  });
});

describe('servicesOn', () => {
  it.each([
    ['2026-09-23', [WEEKDAY], 'a Wednesday'],
    ['2026-09-26', [SATURDAY], 'a Saturday'],
    ['2026-09-27', [SUNDAY], 'a Sunday'],
    ['2026-07-03', [SATURDAY], 'Friday before Independence Day runs as a Saturday'],
    ['2026-09-07', [SUNDAY], 'Labor Day runs as a Sunday'],
    ['2026-05-25', [], 'the day before the calendar starts'],
    ['2027-12-31', [WEEKDAY], 'its last day'],
    ['2028-01-01', [], 'the day after'],
  ])('%s: %j (%s)', (date, expected) => expect(servicesOn(LINE_7, date)).toEqual(expected));

  it('replays the last valid week on later days, by weekday', () => {
    const replayed = { ...LINE_7, replayLastWeek: true };
    expect(servicesOn(replayed, '2028-01-01')).toEqual([SATURDAY]);
    expect(servicesOn(replayed, '2028-01-02')).toEqual([SUNDAY]);
    expect(servicesOn(replayed, '2031-06-18')).toEqual([WEEKDAY]);
    expect(servicesOn(replayed, '2026-05-25')).toEqual([]);
  });

  it('replays exceptions of that week too, and only that week', () => {
    const holiday = service(0b0011111, { endDate: '2026-09-13', removed: ['2026-09-07', '2026-08-31'] });
    const replayed = { services: [holiday], replayLastWeek: true };
    expect(servicesOn(replayed, '2026-09-14')).toEqual([]);
    expect(servicesOn(replayed, '2026-09-15')).toEqual([0]);
  });

  it('takes calendars made of single days only', () => {
    const days = [service(0, { startDate: '', endDate: '', added: ['2026-01-05', '2026-01-06'] })];
    expect(servicesOn({ services: days, replayLastWeek: false }, '2026-01-05')).toEqual([0]);
    expect(servicesOn({ services: days, replayLastWeek: false }, '2026-01-12')).toEqual([]);
    expect(servicesOn({ services: days, replayLastWeek: true }, '2026-01-12')).toEqual([0]);
    expect([validFrom(days), validUntil(days)]).toEqual(['2026-01-05', '2026-01-06']);
  });

  it('does not take an early exception for the end of validity', () => {
    const services = [service(0b1111111, { endDate: '2026-06-30', added: ['2026-12-25'] })];
    expect(validUntil(services)).toBe('2026-06-30');
  });
});

describe('slicesOf', () => {
  const slices = (from: string, to: string) =>
    slicesOf(LINE_7, at(from), at(to)).map((s) => [s.date, s.services, s.fromSeconds, s.toSeconds]);

  it('touches one day in the morning', () => {
    expect(slices('2026-09-23T08:00:00-04:00', '2026-09-23T08:30:00-04:00')).toEqual([
      ['2026-09-23', [WEEKDAY], 8 * 3600, 8.5 * 3600 - 1],
    ]);
  });

  it('touches two days after midnight, with each day’s own service', () => {
    expect(slices('2026-09-27T00:30:00-04:00', '2026-09-27T01:00:00-04:00')).toEqual([
      ['2026-09-26', [SATURDAY], 24.5 * 3600, 25 * 3600 - 1],
      ['2026-09-27', [SUNDAY], 0.5 * 3600, 3600 - 1],
    ]);
  });

  it('keeps to the end of the longest trip', () => {
    expect(slices('2026-09-24T02:00:00-04:00', '2026-09-24T04:00:00-04:00')[0]).toEqual([
      '2026-09-23',
      [WEEKDAY],
      26 * 3600,
      27 * 3600,
    ]);
    expect(slices('2026-09-24T03:00:01-04:00', '2026-09-24T04:00:00-04:00').map(([date]) => date)).toEqual([
      '2026-09-24',
    ]);
  });

  it('rounds a window of fractions of a second inwards', () => {
    const [slice] = slices('2026-09-23T08:00:00.500-04:00', '2026-09-23T08:00:01.500-04:00');
    expect(slice!.slice(2)).toEqual([8 * 3600 + 1, 8 * 3600 + 1]);
  });

  it('names every second of the timetable exactly once, over the nights when clocks change', () => {
    for (const night of ['2026-10-31', '2027-03-13']) {
      const origin = at(`${night}T12:00:00Z`).getTime();
      const reached = new Map<string, number>();
      for (let minute = 0; minute < 36 * 60; minute++) {
        const from = origin + minute * 60_000;
        for (const slice of slicesOf(LINE_7, new Date(from), new Date(from + 60_000))) {
          // Slices of one service day join without gap or overlap.
          expect(slice.fromSeconds).toBe(reached.get(slice.date) ?? slice.fromSeconds);
          expect(slice.start).toEqual(serviceDayStart(slice.date, NEW_YORK));
          reached.set(slice.date, slice.toSeconds + (slice.toSeconds === LINE_7.maxSeconds ? 0 : 1));
        }
      }
      expect(reached.get(night)).toBe(LINE_7.maxSeconds);
      expect(reached.size).toBe(2);
    }
  });

  it('is empty when nothing runs and when the window is upside down', () => {
    expect(slices('2026-05-20T08:00:00-04:00', '2026-05-20T09:00:00-04:00')).toEqual([]);
    expect(slices('2026-09-23T09:00:00-04:00', '2026-09-23T08:00:00-04:00')).toEqual([]);
  });
});

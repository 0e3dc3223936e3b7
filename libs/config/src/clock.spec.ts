import fc from 'fast-check';
import { clockFromEnv } from './clock.js';
import { ConfigError } from './load-config.js';

const scaled = (text: string) => clockFromEnv({ LASTMILE_CLOCK: text });

describe('clockFromEnv', () => {
  beforeEach(() => void jest.useFakeTimers({ now: new Date('2026-11-21T04:00:10Z') }));
  afterEach(() => void jest.useRealTimers());

  it('serves wall time when unset', () => {
    const clock = clockFromEnv({});
    expect(clock.now()).toEqual(new Date('2026-11-21T04:00:10Z'));
    expect(clock.wallTimeOf(new Date('2026-01-01T00:00:00Z'))).toEqual(new Date('2026-01-01T00:00:00Z'));
  });

  it('runs from a shared start at a speed', () => {
    const clock = scaled('2026-09-23T08:00:00-04:00@10@2026-11-21T04:00:00Z');
    expect(clock.now()).toEqual(new Date('2026-09-23T12:01:40Z'));
    expect(clock.speed).toBe(10);
  });

  it('starts with the process when no anchor is given', () => {
    const clock = scaled('2026-09-23T08:00:00-04:00@10');
    expect(clock.now()).toEqual(new Date('2026-09-23T12:00:00Z'));
    jest.advanceTimersByTime(1_000);
    expect(clock.now()).toEqual(new Date('2026-09-23T12:00:10Z'));
  });

  it('tells the wall moment at which any domain moment is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: -86_400, max: 86_400 }), (speed, seconds) => {
        const clock = scaled(`2026-09-23T08:00:00-04:00@${speed}@2026-11-21T04:00:00Z`);
        const at = new Date(Date.parse('2026-09-23T12:00:00Z') + seconds * 1_000);
        jest.setSystemTime(clock.wallTimeOf(at));
        // Both are whole milliseconds: the difference is at most one real millisecond.
        expect(Math.abs(clock.now().getTime() - at.getTime())).toBeLessThanOrEqual(speed);
      }),
    );
  });

  it.each(['now', '2026-09-23@10', '2026-09-23T08:00:00@10', '2026-09-23T08:00:00Z@0', '2026-09-23T08:00:00Z@10@x'])(
    'refuses %s by the name of the key',
    (text) => {
      expect(() => scaled(text)).toThrow(ConfigError);
      expect(() => scaled(text)).toThrow(/LASTMILE_CLOCK/);
    },
  );
});

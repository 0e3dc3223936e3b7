// Steps are within the chart's interval and reach both ends.
import { mostInteresting, stepsBetween } from './replicas.core';

const FROM = Date.parse('2026-11-21T08:00:00Z');
const TO = Date.parse('2026-11-21T09:00:00Z');
const at = (time: string, desired: number, ready = desired) => ({ time: `2026-11-21T${time}Z`, desired, ready });

describe('stepsBetween', () => {
  it('begins with what held at the start, and ends at the end', () => {
    expect(stepsBetween([at('03:00:00', 1), at('08:30:00', 4, 1)], FROM, TO)).toEqual([
      { time: FROM, desired: 1, ready: 1 },
      { time: FROM + 1_800_000, desired: 4, ready: 1 },
      { time: TO, desired: 4, ready: 1 },
    ]);
  });

  it('keeps of the counts before the start the last', () => {
    expect(stepsBetween([at('03:00:00', 1), at('04:00:00', 2)], FROM, TO).map(({ desired }) => desired)).toEqual([
      2, 2,
    ]);
  });

  it('begins where the service began', () => {
    expect(stepsBetween([at('08:30:00', 2)], FROM, TO)[0]!.time).toBe(FROM + 1_800_000);
  });

  it('is empty where nothing was counted', () => {
    expect(stepsBetween([], FROM, TO)).toEqual([]);
  });
});

it('looks at what scales first', () => {
  const services = [{ service: 'driver' }, { service: 'matching', maximum: 8 }];
  expect(mostInteresting(services)).toBe('matching');
  expect(mostInteresting(services.slice(0, 1))).toBe('driver');
  expect(mostInteresting([])).toBe('');
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoClock, eveningPeak, rememberMoment } from './demo-clock.js';

describe('eveningPeak', () => {
  it.each([
    ['a Wednesday', '2026-11-18T12:00:00Z', '2026-11-18T17:00:00.000-05:00'],
    ['a Saturday', '2026-11-21T12:00:00Z', '2026-11-23T17:00:00.000-05:00'],
    ['a Sunday', '2026-11-22T12:00:00Z', '2026-11-23T17:00:00.000-05:00'],
    ['daylight saving', '2026-07-07T12:00:00Z', '2026-07-07T17:00:00.000-04:00'],
  ])('on %s', (_, now, expected) => expect(eveningPeak(new Date(now)).toISO()).toBe(expected));
});

describe('demoClock', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'demo-clock-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  it('goes on where a kept run stopped, and starts anew otherwise', () => {
    rememberMoment(directory, new Date('2030-01-01T00:00:00Z'));
    expect(demoClock(directory, 20, true, {}).text).toMatch(/^2030-01-01T00:00:00.000Z@20@/);
    expect(demoClock(directory, 20, false, {}).text).not.toMatch(/^2030/);
  });

  it('anchors a clock given without an anchor, so that all processes share it', () => {
    const clock = demoClock(directory, 20, false, { LASTMILE_CLOCK: '2026-09-23T08:00:00-04:00@10' });
    expect(clock.text).toMatch(/^2026-09-23T08:00:00-04:00@10@\d{4}-/);
  });
});

import fc from 'fast-check';
import { sortFixes } from './fixes.core.js';
import type { RawFix } from './location.types.js';

const NOW = new Date('2026-09-23T12:00:00Z');
const START = new Date('2026-09-23T11:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const fix = (seconds: number, change: Partial<RawFix> = {}): RawFix => ({
  position: { latitude: 40.75, longitude: -73.9 },
  time: after(seconds),
  accuracyMeters: 5,
  ...change,
});

describe('sortFixes', () => {
  it.each([
    ['the newest time again', fix(0), 'stale'],
    ['older than the newest', fix(-1), 'stale'],
    ['a minute ahead and more', { ...fix(0), time: new Date(NOW.getTime() + 60_001) }, 'future'],
    ['no position', fix(1, { position: undefined }), 'malformed'],
    ['no place on Earth', fix(1, { position: { latitude: 91, longitude: 0 } }), 'malformed'],
    ['a latitude that is no number', fix(1, { position: { latitude: NaN, longitude: 0 } }), 'malformed'],
    ['no time', fix(1, { time: undefined }), 'malformed'],
    ['a broken time', fix(1, { time: new Date(NaN) }), 'malformed'],
    ['a negative accuracy', fix(1, { accuracyMeters: -1 }), 'malformed'],
    ['an infinite accuracy', fix(1, { accuracyMeters: Infinity }), 'malformed'],
  ])('rejects %s and takes the rest', (_, bad, reason) => {
    const { accepted, rejected } = sortFixes([bad, fix(10)], START, NOW);
    expect(rejected).toEqual([{ index: 0, reason }]);
    expect(accepted.map(({ time }) => time)).toEqual([after(10)]);
  });

  it('takes a clock that runs a minute ahead', () => {
    const ahead = { ...fix(0), time: new Date(NOW.getTime() + 60_000) };
    expect(sortFixes([ahead], START, NOW).rejected).toEqual([]);
  });

  it('reads the -1 of phones as unknown', () => {
    const [taken] = sortFixes([fix(1, { speedMetersPerSecond: -1, headingDegrees: -1 })], START, NOW).accepted;
    expect(taken).toMatchObject({ speedMetersPerSecond: undefined, headingDegrees: undefined });
  });

  it('takes growing times only and accounts for each fix once', () => {
    const time = fc.option(fc.date({ min: START, max: new Date(NOW.getTime() + 120_000), noInvalidDate: false }), {
      nil: undefined,
    });
    const number = fc.double();
    const raw: fc.Arbitrary<RawFix> = fc.record({
      position: fc.option(fc.record({ latitude: number, longitude: fc.double({ min: -180, max: 180 }) }), {
        nil: undefined,
      }),
      time,
      accuracyMeters: number,
      speedMetersPerSecond: fc.option(number, { nil: undefined }),
    });
    const sane = fc.nat(7200).map((seconds) => fix(seconds));
    fc.assert(
      fc.property(fc.array(fc.oneof(raw, sane), { maxLength: 30 }), (batch) => {
        const { accepted, rejected } = sortFixes(batch, START, NOW);
        expect(accepted.length + rejected.length).toBe(batch.length);
        expect(new Set(rejected.map(({ index }) => index)).size).toBe(rejected.length);
        accepted.forEach(({ time }, i) => expect(+time).toBeGreaterThan(+(accepted[i - 1]?.time ?? START)));
      }),
    );
  });
});

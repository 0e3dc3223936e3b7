import fc from 'fast-check';
import { sortFixes, type Before } from './fixes.core.js';
import type { RawFix } from '../location.types.js';

const NOW = new Date('2026-09-23T12:00:00Z');
const START = new Date('2026-09-23T11:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const fix = (seconds: number, change: Partial<RawFix> = {}): RawFix => ({
  position: { latitude: 40.7596, longitude: -73.83 },
  time: after(seconds),
  accuracyMeters: 5,
  ...change,
});

const STATION = { latitude: 40.7596, longitude: -73.83 };
const BEFORE: Before = { startTime: START, fix: undefined, doubt: undefined, stations: [STATION] };
/** A fix that many metres north of the station. */
const at = (seconds: number, meters: number, change: Partial<RawFix> = {}): RawFix =>
  fix(seconds, { position: { ...STATION, latitude: STATION.latitude + meters / 111_195 }, ...change });
const reasonsOf = (batch: readonly RawFix[], before = BEFORE) => {
  const { rejected } = sortFixes(batch, before, NOW);
  return batch.map((_, i) => rejected.find(({ index }) => index === i)?.reason);
};
const flipped = (raw: RawFix): RawFix => ({
  ...raw,
  position: { ...raw.position!, longitude: -raw.position!.longitude },
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
    ['a cell tower’s guess', fix(1, { accuracyMeters: 201 }), 'inaccurate'],
    ['another continent', fix(1, { position: { latitude: 48.8, longitude: 2.3 } }), 'implausible_jump'],
    ['null island', fix(1, { position: { latitude: 0, longitude: 0 } }), 'implausible_jump'],
    ['a lost minus', flipped(fix(1)), 'wrong_hemisphere'],
  ])('rejects %s and takes the rest', (_, bad, reason) => {
    const { accepted, rejected } = sortFixes([bad, fix(10)], BEFORE, NOW);
    expect(rejected).toEqual([{ index: 0, reason }]);
    expect(accepted.map(({ time }) => time)).toEqual([after(10)]);
  });

  it('takes a clock that runs a minute ahead', () => {
    const ahead = { ...fix(0), time: new Date(NOW.getTime() + 60_000) };
    expect(sortFixes([ahead], BEFORE, NOW).rejected).toEqual([]);
  });

  it('reads the -1 of phones as unknown', () => {
    const [taken] = sortFixes([fix(1, { speedMetersPerSecond: -1, headingDegrees: -1 })], BEFORE, NOW).accepted;
    expect(taken).toMatchObject({ speedMetersPerSecond: undefined, headingDegrees: undefined });
  });

  it('takes a reflection for what it is', () => {
    expect(reasonsOf([at(0.5, 0), at(5, 50), at(6, 3_000), at(10, 100)])).toEqual([
      undefined,
      undefined,
      'implausible_jump',
      undefined,
    ]);
  });

  it('takes fixes that are unsure of each other for no jump', () => {
    expect(reasonsOf([at(1, 0, { accuracyMeters: 150 }), at(2, 650, { accuracyMeters: 150 })])).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('takes a tunnel: far away, long after', () => {
    expect(reasonsOf([at(1, 0), at(301, 9_000)])).toEqual([undefined, undefined]);
  });

  it('takes a jump that following fixes confirm, also over several batches', () => {
    const jumped = [at(10, 9_000), at(15, 9_050), at(20, 9_100), at(25, 9_150)];
    const jump = 'implausible_jump';
    expect(reasonsOf([at(5, 0), ...jumped])).toEqual([undefined, jump, jump, undefined, undefined]);
    let before: Before = { ...BEFORE, fix: sortFixes([at(5, 0)], BEFORE, NOW).accepted[0] };
    const outcomes = jumped.map((raw) => {
      const { accepted, doubt } = sortFixes([raw], before, NOW);
      before = { ...before, doubt, fix: accepted.at(-1) ?? before.fix };
      return accepted.length;
    });
    expect(outcomes).toEqual([0, 0, 1, 1]);
  });

  it('never takes a far mirror image, however often it comes', () => {
    const batch = Array.from({ length: 100 }, (_, i) => flipped(at(i + 1, 10 * i)));
    expect(new Set(reasonsOf(batch))).toEqual(new Set(['wrong_hemisphere']));
  });

  it('waits a minute before it takes a near one, as by Greenwich', () => {
    const london = { latitude: 51.5, longitude: -0.1 };
    const before = { ...BEFORE, stations: [london] };
    const east = { ...london, longitude: 0.1 };
    const batch = [fix(1, { position: london }), ...[5, 15, 25].map((s) => fix(s, { position: east }))];
    expect(reasonsOf(batch, before).slice(1)).toEqual(Array(3).fill('wrong_hemisphere'));
    const long = Array.from({ length: 20 }, (_, i) => fix(5 + 5 * i, { position: east }));
    expect(reasonsOf([batch[0]!, ...long], before).at(-1)).toBeUndefined();
  });

  it('keeps what is late apart, since it still shows where the car was', () => {
    const before = { ...BEFORE, fix: sortFixes([at(100, 0)], BEFORE, NOW).accepted[0] };
    const { late, rejected } = sortFixes([at(50, 500), at(-1, 600), at(110, 10)], before, NOW);
    expect(late.map(({ time }) => time)).toEqual([after(50)]);
    expect(rejected.map(({ reason }) => reason)).toEqual(['stale', 'stale']);
  });

  it('freezes no car: wherever it goes on driving, it is taken within 15 s', () => {
    const somewhere = fc.record({
      latitude: fc.double({ min: -60, max: 60, noNaN: true }),
      longitude: fc.double({ min: -170, max: 0, noNaN: true }),
    });
    fc.assert(
      fc.property(somewhere, fc.integer({ min: 1, max: 10 }), (place, pace) => {
        const there = Array.from({ length: 15 }, (_, i) =>
          fix(2 + pace * i, { position: { ...place, latitude: place.latitude + 0.0001 * i } }),
        );
        const { accepted } = sortFixes([at(1, 0), ...there], BEFORE, NOW);
        expect(accepted.at(-1)?.time).toEqual(there.at(-1)?.time);
      }),
    );
  });

  it('takes growing times only, at speeds of cars unless confirmed, and accounts for each fix once', () => {
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
    const sane = fc.tuple(fc.nat(7200), fc.nat(50_000)).map(([seconds, meters]) => at(seconds, meters));
    fc.assert(
      fc.property(fc.array(fc.oneof(raw, sane), { maxLength: 30 }), (batch) => {
        const { accepted, late, rejected } = sortFixes(batch, BEFORE, NOW);
        expect(accepted.length + rejected.length).toBe(batch.length);
        expect(new Set(rejected.map(({ index }) => index)).size).toBe(rejected.length);
        expect(late.length).toBeLessThanOrEqual(rejected.filter(({ reason }) => reason === 'stale').length);
        accepted.forEach(({ time }, i) => expect(+time).toBeGreaterThan(+(accepted[i - 1]?.time ?? START)));
      }),
    );
  });
});

import { liveLine, reportOf } from './report.js';
import { Tally } from './tally.js';

function tallyOf(calls: [number, string, string?][]): Tally {
  const tally = new Tally();
  for (const [ms, replica, error] of calls) tally.add(ms, { replica, error });
  return tally;
}
const tally = tallyOf([
  [10, '10.0.0.10:50053'],
  [10, '10.0.0.9:50053'],
  [10, '10.0.0.9:50053', 'NOT_FOUND'],
  [40, 'unknown', 'UNAVAILABLE'],
]);

test('the report adds up', () => {
  const plan = { rate: 100, warmupSeconds: 5, seconds: 60 };
  const report = reportOf({ address: 'matching:50053', workers: 50, plan, tally, seconds: 2, notSent: 7 });
  expect(report).toMatchObject({
    loop: 'open',
    rate: 100,
    calls: 4,
    callsPerSecond: 2,
    failed: 2,
    notSent: 7,
    errors: { NOT_FOUND: 1, UNAVAILABLE: 1 },
    replicas: { '10.0.0.9:50053': 2, '10.0.0.10:50053': 1, unknown: 1 },
    busiestOverMean: 1.333,
  });
  expect(Object.keys(report.replicas)[0]).toBe('10.0.0.9:50053');
  expect(report.latencyMs.max).toBe(40);
  expect(report.latencyMs.p50 / 10).toBeCloseTo(1, 1);
});

test('a closed loop that reached nobody has no rate and no spread', () => {
  const plan = { warmupSeconds: 0, seconds: 1 };
  const report = reportOf({ address: 'x:1', workers: 1, plan, tally: new Tally(), seconds: 0, notSent: 0 });
  expect(report).toMatchObject({ loop: 'closed', rate: null, callsPerSecond: 0, busiestOverMean: null });
});

test('the line of a second', () => {
  expect(liveLine(3, true, tally)).toMatch(
    /^ +3 s warm-up {2}4 calls\/s {2}p50 \S+ p95 \S+ p99 \S+ ms {2}2 replicas, busiest\/mean 1\.33 {2}1 NOT_FOUND, 1 UNAVAILABLE$/,
  );
  expect(liveLine(4, false, new Tally())).toContain('0 replicas  no errors');
});

import fc from 'fast-check';
import { Histogram } from './histogram.js';

const of = (values: number[]) => {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
};

test('quantiles lie within one percent of the exact ones', () => {
  const latencies = fc.array(fc.double({ min: 0.02, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(latencies, fc.constantFrom(0.5, 0.95, 0.99, 1), (values, share) => {
      const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(values.length * share)) - 1]!;
      expect(Math.abs(of(values).quantile(share) / exact - 1)).toBeLessThanOrEqual(0.0101);
    }),
  );
});

test('keeps the largest as it is, and says 0 of nothing', () => {
  expect(of([1, 1234.5678, 7])).toMatchObject({ count: 3, max: 1234.5678 });
  expect([of([]).quantile(0.5), of([]).max]).toEqual([0, 0]);
});

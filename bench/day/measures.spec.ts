import { percentile } from './measures.js';

describe('percentile', () => {
  const values = Float64Array.from([50, 10, 40, 20, 30]);

  it.each([
    [0, 10],
    [0.2, 10],
    [0.21, 20],
    [0.5, 30],
    [0.95, 50],
    [1, 50],
  ])('the value at %d is %d', (share, expected) => expect(percentile(values, share)).toBe(expected));

  it('leaves the values as they are, and knows none of nothing', () => {
    percentile(values, 0.5);
    expect([...values]).toEqual([50, 10, 40, 20, 30]);
    expect(percentile(new Float64Array(0), 0.95)).toBeNaN();
  });

  it('sorts numbers as numbers', () => expect(percentile(Float64Array.from([9, 100, 20]), 1)).toBe(100));
});

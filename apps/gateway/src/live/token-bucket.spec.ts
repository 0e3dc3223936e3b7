import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  const takeMany = (bucket: TokenBucket, times: number, now: number) =>
    Array.from({ length: times }, () => bucket.take(now)).filter(Boolean).length;

  it('gives a burst, then as many as have trickled in', () => {
    const bucket = new TokenBucket(10, 5);
    expect(takeMany(bucket, 20, 1_000)).toBe(10);
    expect(takeMany(bucket, 20, 2_000)).toBe(5);
    expect(takeMany(bucket, 20, 2_100)).toBe(0);
  });

  it('never holds more than the burst', () => {
    const bucket = new TokenBucket(10, 5);
    bucket.take(0);
    expect(takeMany(bucket, 50, 3_600_000)).toBe(10);
  });
});

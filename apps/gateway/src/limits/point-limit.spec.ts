import { PointLimit, type SharedCount } from './point-limit.js';

/** A count that replicas share, like that of the user service. */
function shared() {
  const used = new Map<string, number>();
  let asked = 0;
  let isAway = false;
  const count: SharedCount = (key, points) => {
    asked++;
    if (isAway) return Promise.reject(new Error('away'));
    used.set(key, (used.get(key) ?? 0) + points);
    return Promise.resolve({ points: used.get(key)!, remainingMs: 60_000 });
  };
  const told: unknown[] = [];
  const replica = (pointsPerMinute = 100) =>
    new PointLimit({ name: 'test', pointsPerMinute, count, onCountFailure: (error) => told.push(error) });
  return { replica, told, asked: () => asked, leave: () => (isAway = true) };
}

/** How many of these parallel takes succeed. */
async function passing(limits: PointLimit[], takes: number, key = 'somebody', cost = 1): Promise<number> {
  const all = Array.from({ length: takes }, (_, i) => limits[i % limits.length]!.take(key, cost));
  return (await Promise.allSettled(all)).filter(({ status }) => status === 'fulfilled').length;
}

describe('PointLimit', () => {
  it('lets the limit pass, no more, and says when to come again', async () => {
    const one = shared().replica();
    expect(await passing([one], 700)).toBe(100);
    await expect(one.take('somebody', 1)).rejects.toMatchObject({
      kind: 'resource_exhausted',
      reason: 'TOO_MANY_REQUESTS',
      metadata: { retry_after_seconds: '60' },
    });
    expect(await passing([one], 10, 'somebody else')).toBe(10);
  });

  it('replicas share it: never more than the limit, whoever is asked', async () => {
    const { replica } = shared();
    expect(await passing([replica(), replica(), replica()], 1_000)).toBe(100);
  });

  it('weighs by cost, and gives the last points to what fits', async () => {
    const one = shared().replica();
    expect(await passing([one], 30, 'somebody', 7)).toBe(14);
    expect(await passing([one], 30, 'somebody', 1)).toBe(2);
  });

  it('asks the count seldom, and not at all once a caller is over', async () => {
    const { replica, asked } = shared();
    const one = replica();
    await passing([one], 100);
    expect(asked()).toBe(10);
    await passing([one], 10_000);
    expect(asked()).toBe(11);
  });

  it('asks for no more at once than the count gives, however high the limit', async () => {
    const wanted: number[] = [];
    const count: SharedCount = (_key, points) => {
      wanted.push(points);
      return Promise.resolve({ points, remainingMs: 60_000 });
    };
    await new PointLimit({ name: 'test', pointsPerMinute: 100_000_000, count, onCountFailure: () => undefined }).take(
      'a',
      1,
    );
    expect(wanted).toEqual([1_000_000]);
  });

  it('counts alone while nobody else does, and says so once', async () => {
    const { replica, told, leave } = shared();
    const one = replica();
    leave();
    expect(await passing([one], 700)).toBe(100);
    expect(told).toHaveLength(1);
  });

  it('begins anew when the minute is over', async () => {
    jest.useFakeTimers();
    const used = new Map<string, { points: number; endMs: number }>();
    const count: SharedCount = (key, points) => {
      const known = used.get(key);
      const now = known && known.endMs > Date.now() ? known : { points: 0, endMs: Date.now() + 60_000 };
      now.points += points;
      used.set(key, now);
      return Promise.resolve({ points: now.points, remainingMs: now.endMs - Date.now() });
    };
    const one = new PointLimit({ name: 'test', pointsPerMinute: 20, count, onCountFailure: () => undefined });
    expect(await passing([one], 30)).toBe(20);
    jest.setSystemTime(Date.now() + 59_000);
    expect(await passing([one], 30)).toBe(0);
    jest.setSystemTime(Date.now() + 1_001);
    expect(await passing([one], 30)).toBe(20);
    jest.useRealTimers();
  });
});

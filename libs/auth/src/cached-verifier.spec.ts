import { CachedVerifier, type Expiring } from './index.js';

interface Verified extends Expiring {
  readonly who: string;
}

const START = Date.UTC(2026, 8, 23, 12);
const at = (seconds: number) => new Date(START + seconds * 1000);

/** A verifier whose tokens name their owner, and are valid for a minute by default. */
function setUp(options: { most?: number; toleranceSeconds?: number } = {}, lifeSeconds = 60) {
  let now = START;
  const expiresAt = at(lifeSeconds);
  const check = jest.fn((token: string): Promise<Verified> => Promise.resolve({ who: token, expiresAt }));
  const remembered = new CachedVerifier(check, { ...options, now: () => now });
  return { check, remembered, pass: (seconds: number) => void (now += seconds * 1000) };
}

it('checks a token once, until it expires', async () => {
  const { check, remembered, pass } = setUp();
  expect(remembered.known('a')).toBeUndefined();
  await expect(remembered.verify('a')).resolves.toEqual({ who: 'a', expiresAt: at(60) });
  pass(59);
  await expect(remembered.verify('a')).resolves.toMatchObject({ who: 'a' });
  expect(remembered.known('a')).toMatchObject({ who: 'a' });
  expect(check).toHaveBeenCalledTimes(1);
  pass(1);
  expect(remembered.known('a')).toBeUndefined();
  await remembered.verify('a');
  expect(check).toHaveBeenCalledTimes(2);
});

it('lets it count as long after its end as the verifier does', async () => {
  const { remembered, pass } = setUp({ toleranceSeconds: 5 });
  await remembered.verify('a');
  pass(64);
  expect(remembered.known('a')).toBeDefined();
  pass(1);
  expect(remembered.known('a')).toBeUndefined();
});

it('checks again after ten minutes, however long the token says it counts: its key may have been withdrawn', async () => {
  const { check, remembered, pass } = setUp({}, 365 * 24 * 3_600);
  await remembered.verify('forged');
  pass(599);
  // Using a token does not extend its time in the cache.
  expect(remembered.known('forged')).toBeDefined();
  pass(1.001);
  expect(remembered.known('forged')).toBeUndefined();
  check.mockRejectedValueOnce(new Error('no such key'));
  await expect(remembered.verify('forged')).rejects.toThrow('no such key');
});

it('keeps so many at most, and forgets the one that was not used for longest', async () => {
  const { remembered } = setUp({ most: 2 });
  await remembered.verify('a');
  await remembered.verify('b');
  await remembered.verify('a');
  await remembered.verify('c');
  expect(remembered.known('a')).toBeDefined();
  expect(remembered.known('b')).toBeUndefined();
  expect(remembered.known('c')).toBeDefined();
});

it('checks once what comes many times at once, and each token for itself', async () => {
  const { check, remembered } = setUp();
  const all = await Promise.all(['a', 'b', 'a', 'a', 'b'].map((token) => remembered.verify(token)));
  expect(all.map(({ who }) => who)).toEqual(['a', 'b', 'a', 'a', 'b']);
  expect(check.mock.calls).toEqual([['a'], ['b']]);
});

it('remembers no refusal: all who wait are refused, the next is checked anew', async () => {
  const { check, remembered } = setUp();
  check.mockRejectedValueOnce(new Error('not valid'));
  const outcomes = await Promise.allSettled([remembered.verify('a'), remembered.verify('a')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(check).toHaveBeenCalledTimes(1);
  await expect(remembered.verify('a')).resolves.toMatchObject({ who: 'a' });
  expect(check).toHaveBeenCalledTimes(2);
});

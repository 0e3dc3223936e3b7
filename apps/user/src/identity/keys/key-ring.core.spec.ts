// Signing keys over the years: one always signs, each is published before it signs, and none is removed too early.
import { KEY_LEAD_SECONDS, KEY_REST_SECONDS, planKeys, type RingKey } from './key-ring.core.js';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

it('goes on for a year: one key signs, each was published before, and rests until its tokens are gone', () => {
  let keys: RingKey[] = [];
  const publishedSince = new Map<string, number>();
  const signedUntil = new Map<string, number>();
  let made = 0;
  for (let now = START; now < START + 365 * 86_400_000; now += 5 * MINUTE) {
    const plan = planKeys(keys, new Date(now), 30);
    keys = keys.filter((key) => !plan.retired.includes(key));
    for (const { keyId } of plan.retired)
      expect(now - (signedUntil.get(keyId) ?? 0)).toBeGreaterThan((KEY_REST_SECONDS - 600) * 1000);
    if (plan.nextSignTime) keys.push({ keyId: String((made += 1)), signTime: plan.nextSignTime });
    const { published } = planKeys(keys, new Date(now), 30);
    for (const { keyId } of published) if (!publishedSince.has(keyId)) publishedSince.set(keyId, now);
    const [signing] = published;
    expect(signing!.signTime.getTime()).toBeLessThanOrEqual(now);
    if (signing!.keyId !== '1')
      expect(now - publishedSince.get(signing!.keyId)!).toBeGreaterThanOrEqual(KEY_LEAD_SECONDS * 1000);
    signedUntil.set(signing!.keyId, now);
  }
  expect(made).toBe(13);
});

it('makes a key when asked, once while it waits', () => {
  const now = new Date(START);
  const one = { keyId: 'one', signTime: new Date(START - 86_400_000) };
  const { nextSignTime } = planKeys([one], now, 30, true);
  expect(nextSignTime).toEqual(new Date(START + KEY_LEAD_SECONDS * 1000));
  const two = { keyId: 'two', signTime: nextSignTime! };
  expect(planKeys([one, two], now, 30, true)).toEqual({ published: [one, two], retired: [] });
});

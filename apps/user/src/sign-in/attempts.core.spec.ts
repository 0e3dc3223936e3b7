// No window of fifteen minutes admits more than five attempts, at whatever times they come.
import fc from 'fast-check';
import { admitAttempt, ATTEMPTS, networkOf, sourcesOf, WINDOW_SECONDS } from './attempts.core.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 8, 23) + seconds * 1000);

it('says how long to wait, and lets the attempt through after that and not before', () => {
  const earlier = [0, 10, 20, 30, 40].map(at);
  const refused = () => admitAttempt(earlier, at(100));
  expect(refused).toThrow(
    expect.objectContaining({ reason: 'TOO_MANY_ATTEMPTS', metadata: { retry_after_seconds: '800' } }),
  );
  expect(() => admitAttempt(earlier, at(899))).toThrow();
  expect(admitAttempt(earlier, at(900))).toEqual([10, 20, 30, 40, 900].map(at));
});

it('admits at most five attempts in any window', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (gaps) => {
      let remembered: Date[] = [];
      const admitted: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        try {
          remembered = admitAttempt(remembered, at(now));
          admitted.push(now);
        } catch {
          // Refused, so not counted.
        }
      }
      expect(remembered.length).toBeLessThanOrEqual(ATTEMPTS);
      admitted.forEach((time, i) =>
        expect(time - (admitted[i - ATTEMPTS] ?? -Infinity)).toBeGreaterThanOrEqual(WINDOW_SECONDS),
      );
    }),
  );
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
  ['no address', 'no address'],
])('counts %j as %j', (address, network) => expect(networkOf(address)).toBe(network));

it('counts a known device by itself, and any other by its address and together with all others', () => {
  expect(sourcesOf('203.0.113.7', 'd1').map(({ source }) => source)).toEqual(['device:d1']);
  expect(sourcesOf('203.0.113.7', undefined).map(({ source }) => source)).toEqual(['address:203.0.113.7', 'elsewhere']);
});

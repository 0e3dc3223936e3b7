// No window of fifteen minutes admits more than five attempts, whatever their times.
import fc from 'fast-check';
import { admitAttempt, ATTEMPTS, WINDOW_SECONDS } from './login-throttle.core.js';

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
          // Refused: not counted.
        }
      }
      expect(remembered.length).toBeLessThanOrEqual(ATTEMPTS);
      admitted.forEach((time, i) =>
        expect(time - (admitted[i - ATTEMPTS] ?? -Infinity)).toBeGreaterThanOrEqual(WINDOW_SECONDS),
      );
    }),
  );
});

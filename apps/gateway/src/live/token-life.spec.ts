import { DomainError, unauthenticated } from '@lastmile/errors';
import { followToken, LOOK_MS } from './token-life.js';

const YEAR_MS = 365 * 24 * 3_600_000;

/** A socket by a token that says how long it counts. */
function follow(lifeMs: number) {
  const check = jest.fn(() => Promise.resolve());
  const end = jest.fn();
  const stop = followToken(new Date(Date.now() + lifeMs), check, end);
  return { check, end, stop };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('ends with the token, at once', async () => {
  const { end } = follow(LOOK_MS * 2.5);
  await jest.advanceTimersByTimeAsync(LOOK_MS * 2.5 - 1);
  expect(end).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(end).toHaveBeenCalledTimes(1);
});

it('ends when the key of a token was withdrawn that says it counts for a year', async () => {
  const { check, end } = follow(YEAR_MS);
  await jest.advanceTimersByTimeAsync(LOOK_MS * 3);
  expect(end).not.toHaveBeenCalled();
  check.mockRejectedValue(unauthenticated('TOKEN_INVALID', 'no such key'));
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(end).toHaveBeenCalledTimes(1);
  const looks = check.mock.calls.length;
  await jest.advanceTimersByTimeAsync(LOOK_MS * 3);
  expect(check).toHaveBeenCalledTimes(looks);
});

it('goes on while nobody can say whether the token counts', async () => {
  const { check, end } = follow(YEAR_MS);
  check.mockRejectedValue(new DomainError('unavailable', 'KEYS_UNAVAILABLE', 'away'));
  await jest.advanceTimersByTimeAsync(LOOK_MS * 2);
  expect(end).not.toHaveBeenCalled();
  expect(check).toHaveBeenCalledTimes(2);
});

it('calls nothing after it was stopped, not even from a look that is under way', async () => {
  const { check, end, stop } = follow(YEAR_MS);
  const answer = Promise.withResolvers<void>();
  check.mockReturnValueOnce(answer.promise);
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  stop();
  answer.reject(unauthenticated('TOKEN_INVALID', 'no such key'));
  await jest.advanceTimersByTimeAsync(LOOK_MS * 2);
  expect(end).not.toHaveBeenCalled();
  expect(check).toHaveBeenCalledTimes(1);
});

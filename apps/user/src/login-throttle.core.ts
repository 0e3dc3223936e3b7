// How often one address may be tried. An attempt counts as wrong from its start until the password proved right, so a
// thousand guesses sent at once get no further than five sent one by one.
import { DomainError } from '@lastmile/errors';

export const ATTEMPTS = 5;
export const WINDOW_SECONDS = 15 * 60;

/**
 * The attempts to remember, `now` included, when another one is allowed.
 * Throws resource_exhausted TOO_MANY_ATTEMPTS with `retry_after_seconds` (whole seconds, rounded up) otherwise.
 */
export function admitAttempt(earlier: readonly Date[], now: Date): Date[] {
  const counted = earlier
    .filter((time) => time.getTime() > now.getTime() - WINDOW_SECONDS * 1000)
    .sort((a, b) => a.getTime() - b.getTime());
  const oldest = counted.at(-ATTEMPTS);
  if (oldest === undefined) return [...counted, now];
  const seconds = Math.ceil((oldest.getTime() - now.getTime()) / 1000 + WINDOW_SECONDS);
  throw new DomainError('resource_exhausted', 'TOO_MANY_ATTEMPTS', 'too many attempts for this address, try later', {
    retry_after_seconds: String(seconds),
  });
}

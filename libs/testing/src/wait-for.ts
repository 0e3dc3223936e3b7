// Waits for a condition instead of sleeping.
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Calls `condition` until it returns a truthy value, and returns that. An exception counts as "not yet".
 *
 * @throws Error with the last failure as its cause, after `timeoutSeconds`; the default 60 is for a busy machine
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutSeconds = 60, what = 'condition' }: { timeoutSeconds?: number; what?: string } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutSeconds * 1_000;
  for (let cause: unknown; ;) {
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`${what}: still not true after ${timeoutSeconds} s`, { cause });
    await delay(20);
  }
}

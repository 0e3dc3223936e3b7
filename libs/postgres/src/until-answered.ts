// A start without a database: it is waited for, so that services begin with it and not after Kubernetes' back-off.
import { setTimeout as delay } from 'node:timers/promises';
import { isDomainError } from '@lastmile/errors';
import type { Logger } from '@lastmile/telemetry';

const PAUSE_MS = 500;

export interface WaitOptions {
  /** From now on. An attempt that has begun is not cut short: it takes up to nine seconds more. */
  readonly seconds: number;
  readonly logger: Logger;
}

/**
 * Asks again while the database is away, and says so in one log line. Whatever else is wrong is thrown at once: a role that is
 * refused or another schema does not mend itself.
 */
export async function untilAnswered(ask: () => Promise<void>, { seconds, logger }: WaitOptions): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() + PAUSE_MS > deadline) throw error;
      const { cause } = error as Error;
      if (attempt === 1) logger.warn({ reason: String(cause), seconds }, 'waiting for the database');
    }
    await delay(PAUSE_MS);
  }
}

const isDatabaseAway = (error: unknown): boolean => isDomainError(error) && error.reason === 'DATABASE_UNAVAILABLE';

// Waits for the database at start, so that services start together with it and not after a back-off by Kubernetes.
import { setTimeout as delay } from 'node:timers/promises';
import { isDomainError } from '@lastmile/errors';
import type { Logger } from '@lastmile/telemetry';

const PAUSE_MS = 500;

export interface WaitOptions {
  /** Counted from now. A running attempt is not interrupted: it takes up to nine seconds more. */
  readonly seconds: number;
  readonly logger: Logger;
}

/**
 * Retries while the database is unavailable, and logs that once. All other errors are thrown immediately: a refused
 * role or another schema would not change by waiting.
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

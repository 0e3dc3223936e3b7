// Sign-in attempts per address, counted in the database so that all replicas see them.
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { admitAttempt, WINDOW_SECONDS } from './login-throttle.core.js';

@Injectable()
export class LoginThrottleRepository {
  constructor(private readonly database: Database) {}

  /** Counts an attempt. Throws resource_exhausted TOO_MANY_ATTEMPTS, without counting it, when there were too many. */
  async admit(email: string, now: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO login_throttles (email, attempt_times, expire_time) VALUES ($1, '{}', $2) ON CONFLICT DO NOTHING`,
        [email, expiry(now)],
      );
      const { attempt_times } = await tx.one<{ attempt_times: Date[] }>(
        'SELECT attempt_times FROM login_throttles WHERE email = $1 FOR UPDATE',
        [email],
      );
      await tx.query('UPDATE login_throttles SET attempt_times = $2, expire_time = $3 WHERE email = $1', [
        email,
        admitAttempt(attempt_times, now),
        expiry(now),
      ]);
    });
  }

  /** The password was right, or is a new one: earlier attempts no longer count. Also drops a few rows of others that are over. */
  async forget(email: string, now: Date): Promise<void> {
    await this.database.query(
      `DELETE FROM login_throttles WHERE email = $1 OR email IN (
         SELECT email FROM login_throttles WHERE expire_time < $2 LIMIT 100 FOR UPDATE SKIP LOCKED)`,
      [email, now],
    );
  }
}

const expiry = (now: Date): Date => new Date(now.getTime() + WINDOW_SECONDS * 1000);

// Sign-in attempts per account and source, counted in the database so that all replicas see them.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { admitAttempt, WINDOW_SECONDS, type AttemptSource } from './attempts.core.js';

/** An attempt that was admitted. */
export interface Attempt {
  /** `attemptKey` of the address. */
  readonly key: string;
  readonly sources: readonly AttemptSource[];
  readonly time: Date;
}

@Injectable()
export class AttemptRepository {
  constructor(private readonly database: Database) {}

  /** Counts an attempt. Throws resource_exhausted TOO_MANY_ATTEMPTS, without counting it, when there were too many. */
  async admit(email: string, sources: readonly AttemptSource[], time: Date): Promise<Attempt> {
    const key = attemptKey(email);
    const names = sources.map(({ source }) => source).sort();
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO sign_in_attempts (email, source, attempt_times, expire_time)
         SELECT $1, source, '{}', $3 FROM unnest($2::text[]) AS source ORDER BY source ON CONFLICT DO NOTHING`,
        [key, names, expiry(time)],
      );
      const rows = await tx.many<{ source: string; attempt_times: Date[] }>(
        `SELECT source, attempt_times FROM sign_in_attempts WHERE email = $1 AND source = ANY ($2)
         ORDER BY source FOR UPDATE`,
        [key, names],
      );
      for (const { source, attempt_times } of rows) {
        const most = sources.find((each) => each.source === source)?.most;
        await tx.query(
          'UPDATE sign_in_attempts SET attempt_times = $3, expire_time = $4 WHERE email = $1 AND source = $2',
          [key, source, admitAttempt(attempt_times, time, most), expiry(time)],
        );
      }
    });
    return { key, sources, time };
  }

  /** The attempt is not counted any more, for example because the password could not be checked. */
  async takeBack({ key, sources, time }: Attempt): Promise<void> {
    await this.database.query(
      `UPDATE sign_in_attempts SET attempt_times =
         attempt_times[:array_position(attempt_times, $3) - 1] || attempt_times[array_position(attempt_times, $3) + 1:]
       WHERE email = $1 AND source = ANY ($2) AND $3 = ANY (attempt_times)`,
      [key, sources.map(({ source }) => source), time],
    );
  }

  /**
   * The password was right: earlier attempts from the same place no longer count, but those from other places do. Also
   * deletes a few expired rows of others.
   */
  async succeed(attempt: Attempt): Promise<void> {
    await this.takeBack(attempt);
    await this.database.query(
      `DELETE FROM sign_in_attempts WHERE (email = $1 AND source = ANY ($2) AND source <> 'elsewhere')
         OR (email, source) IN (
           SELECT email, source FROM sign_in_attempts WHERE expire_time < $3 LIMIT 100 FOR UPDATE SKIP LOCKED)`,
      [attempt.key, attempt.sources.map(({ source }) => source), attempt.time],
    );
  }

  /** After a new password, earlier attempts do not count. */
  async forget(email: string): Promise<void> {
    await this.database.query('DELETE FROM sign_in_attempts WHERE email = $1', [attemptKey(email)]);
  }
}

/** Any text entered at sign-in may be an address, so only its hash is stored. */
export const attemptKey = (email: string): string => createHash('sha256').update(email).digest('hex');

const expiry = (now: Date): Date => new Date(now.getTime() + WINDOW_SECONDS * 1000);

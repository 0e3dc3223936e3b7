// The personal data in the user service: the account, which is deleted immediately when it is erased, and its sessions.
// Times of sessions and tokens are real time.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Database } from '@lastmile/postgres';
import { UserConfig } from '../user.config.js';
import { PENDING_SECONDS } from '../second-factor/second-factor.core.js';
import { PersonalData, type RetentionRule, type Section } from '@lastmile/privacy';

@Injectable()
export class UserPersonalData extends PersonalData {
  readonly sections: readonly Section[] = [
    {
      name: 'account',
      read: (userId, after) =>
        this.database.many(
          `SELECT user_id::text AS key, to_jsonb(users) - 'version' AS record FROM users WHERE user_id = $1 AND $2 = ''`,
          [userId, after],
        ),
    },
    {
      name: 'sessions',
      read: (userId, after, limit) =>
        this.database.many(
          `SELECT family_id::text AS key, to_jsonb(session_families) - ARRAY['user_id', 'family_id'] AS record
           FROM session_families WHERE user_id = $1 AND ($2 = '' OR family_id > nullif($2, '')::uuid)
           ORDER BY family_id LIMIT $3`,
          [userId, after, limit],
        ),
    },
    {
      name: 'secondFactor',
      read: (userId, after) =>
        this.database.many(
          `SELECT user_id::text AS key, jsonb_build_object('create_time', create_time, 'confirm_time', confirm_time,
             'recovery_codes_left', (SELECT count(*) FROM recovery_codes c WHERE c.user_id = f.user_id)) AS record
           FROM second_factors f WHERE user_id = $1 AND $2 = ''`,
          [userId, after],
        ),
    },
  ];

  readonly retention: readonly RetentionRule[] = [
    { name: 'sessions', sweep: (limit) => this.deleteSessions(limit) },
    { name: 'reset tokens', sweep: (limit) => this.deleteExpired('password_resets', 'token_hash', limit) },
    { name: 'retries of resets', sweep: (limit) => this.deleteExpired('reset_retries', 'link_hash', limit) },
    { name: 'sign-in attempts', sweep: (limit) => this.deleteExpired('sign_in_attempts', '(email, source)', limit) },
    { name: 'known devices', sweep: (limit) => this.deleteExpired('known_devices', 'token_hash', limit) },
    { name: 'unproven second factors', sweep: (limit) => this.deleteUnproven(limit) },
    { name: 'log of operators', sweep: (limit) => this.purgeAudit(limit) },
    { name: 'rate limits', sweep: (limit) => this.deleteUsedLimits(limit) },
    { name: 'revocations', sweep: (limit) => this.deleteExpired('revocations', 'revocation_id', limit) },
  ];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: UserConfig,
  ) {
    super();
  }

  /** The row was already deleted when the account was erased. */
  erase(): Promise<number> {
    return Promise.resolve(0);
  }

  /** Deletes sessions that ended long ago, with their tokens. */
  private async deleteSessions(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM session_families WHERE family_id IN (
         SELECT family_id FROM session_families WHERE expire_time < now() - make_interval(days => $1)
         LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [this.config.sessionRetentionDays, limit],
    );
    return rowCount;
  }

  /** Deletes secrets that can no longer be turned on. */
  private async deleteUnproven(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM second_factors WHERE user_id IN (
         SELECT user_id FROM second_factors
         WHERE confirm_time IS NULL AND create_time < now() - make_interval(secs => $1) LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [PENDING_SECONDS, limit],
    );
    return rowCount;
  }

  /** A separate database role deletes from the log, and only entries older than a month. */
  private async purgeAudit(limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.config.auditRetentionDays * 86_400_000);
    const { gone } = await this.database.one<{ gone: number }>('SELECT audit.purge($1, $2) AS gone', [before, limit]);
    return gone;
  }

  /** `expire` is a column of rate-limiter-flexible, in milliseconds since 1970. */
  private async deleteUsedLimits(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM rate_limits WHERE key IN (
         SELECT key FROM rate_limits WHERE expire < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [Date.now(), limit],
    );
    return rowCount;
  }

  private async deleteExpired(table: string, key: string, limit: number): Promise<number> {
    const columns = key.replace(/[()]/g, '');
    const { rowCount } = await this.database.query(
      `DELETE FROM ${table} WHERE ${key} IN (
         SELECT ${columns} FROM ${table} WHERE expire_time < now() LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
    return rowCount;
  }
}

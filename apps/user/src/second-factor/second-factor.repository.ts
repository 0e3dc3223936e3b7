// Second factors and their recovery codes. A code is used up in the transaction that needs it, under a lock on its
// second factor: of two concurrent uses one succeeds, and a failure uses up no code. Each change first locks the
// account's password, like a sign-in does, so that no session is opened with an outdated second factor.
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database, type Transaction } from '@lastmile/postgres';
import { secondFactorRequired, secondFactorWrong } from '../identity/identity.error.js';
import { endSessions, rolesLost } from '../revocation.repository.js';
import { FactorNoticeRepository } from './factor-notice.repository.js';
import type { CodeJudge, CodeUse, SecondFactor } from './second-factor.core.js';

interface FactorRow {
  user_id: string;
  sealed_secret: string;
  create_time: Date;
  confirm_time: Date | null;
}

@Injectable()
export class SecondFactorRepository {
  constructor(
    private readonly database: Database,
    private readonly notices: FactorNoticeRepository,
  ) {}

  /** The second factor of an account, proven or not. */
  async find(userId: string): Promise<SecondFactor | undefined> {
    const row = await this.database.maybeOne<FactorRow>(FIND, [userId]);
    return row && toFactor(row);
  }

  async recoveryCodesLeft(userId: string): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(
      'SELECT count(*)::int AS count FROM recovery_codes WHERE user_id = $1',
      [userId],
    );
    return count;
  }

  /** Replaces an unproven secret; false when the account already has a second factor. */
  async begin(userId: string, sealedSecret: string, now: Date): Promise<boolean> {
    const begun = await this.database.maybeOne(
      `INSERT INTO second_factors AS f (user_id, sealed_secret, create_time) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET sealed_secret = $2, create_time = $3
       WHERE f.confirm_time IS NULL RETURNING 1`,
      [userId, sealedSecret, now],
    );
    return begun !== undefined;
  }

  /**
   * Turns the secret on if `prove` accepts it, which returns the step of its code or throws. Ends all other sessions of
   * the account, and makes all other devices unknown, so that attempts from them are no longer counted separately.
   */
  async confirm(
    userId: string,
    keep: { readonly sessionId: string; readonly deviceHash: string },
    codeHashes: readonly string[],
    prove: (factor: SecondFactor | undefined) => number,
    now: Date,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockAccount(tx, userId);
      // Locked, so that the secret cannot be replaced before it is turned on.
      const row = await tx.maybeOne<FactorRow>(`${FIND} FOR UPDATE`, [userId]);
      const step = prove(row && toFactor(row));
      await tx.query('UPDATE second_factors SET confirm_time = $2, last_step = $3 WHERE user_id = $1', [
        userId,
        now,
        step,
      ]);
      await replaceRecoveryCodes(tx, userId, codeHashes);
      await endSessions(tx, 'user_id = $3 AND family_id <> $4', [userId, keep.sessionId], now);
      await tx.query('DELETE FROM known_devices WHERE user_id = $1 AND token_hash <> $2', [userId, keep.deviceHash]);
      await this.notices.tell(tx, userId, 'on', now);
    });
  }

  /** False when there is no second factor. */
  async renewRecoveryCodes(
    userId: string,
    judge: CodeJudge | undefined,
    codeHashes: readonly string[],
  ): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await useCode(tx, userId, judge))) return false;
      await replaceRecoveryCodes(tx, userId, codeHashes);
      return true;
    });
  }

  /** Revokes the account's access tokens, because new ones may have fewer roles. False when there was no second factor. */
  async remove(userId: string, judge: CodeJudge | undefined, now: Date): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await lockAccount(tx, userId);
      if (!(await useCode(tx, userId, judge))) return false;
      await tx.query('DELETE FROM second_factors WHERE user_id = $1', [userId]);
      const { version } = await tx.one<{ version: number }>(
        'UPDATE users SET version = version + 1 WHERE user_id = $1 RETURNING version',
        [userId],
      );
      await rolesLost(tx, userId, version, now);
      await this.notices.tell(tx, userId, 'off', now);
      return true;
    });
  }

  /** Removes the second factor, ends all sessions and makes all devices unknown. Throws not_found USER_NOT_FOUND. */
  async reset(userId: string, now: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockAccount(tx, userId);
      const removed = await tx.maybeOne<{ confirm_time: Date | null }>(
        'DELETE FROM second_factors WHERE user_id = $1 RETURNING confirm_time',
        [userId],
      );
      if (removed) await endSessions(tx, 'user_id = $3', [userId], now);
      await tx.query('DELETE FROM known_devices WHERE user_id = $1', [userId]);
      if (removed?.confirm_time) await this.notices.tell(tx, userId, 'reset', now);
      await this.database.noteCommand(tx);
    });
  }
}

/**
 * Runs in the caller's transaction: uses up a code that `judge` accepts, and returns whether the account has a second
 * factor at all. Throws unauthenticated SECOND_FACTOR_REQUIRED without a judge, and SECOND_FACTOR_WRONG for a wrong or
 * used code.
 */
export async function useCode(tx: Transaction, userId: string, judge: CodeJudge | undefined): Promise<boolean> {
  const row = await tx.maybeOne<FactorRow>(`${FIND} AND confirm_time IS NOT NULL FOR UPDATE`, [userId]);
  if (!row) return false;
  if (!judge) throw secondFactorRequired();
  const use = judge(toFactor(row));
  if (!use || !(await spend(tx, userId, use))) throw secondFactorWrong();
  return true;
}

/** False when that step, a later one, or that recovery code was already used. */
async function spend(tx: Transaction, userId: string, use: CodeUse): Promise<boolean> {
  const spent =
    use.kind === 'totp'
      ? await tx.maybeOne(
          `UPDATE second_factors SET last_step = $2, sealed_secret = $3 WHERE user_id = $1 AND last_step < $2 RETURNING 1`,
          [userId, use.step, use.sealedSecret],
        )
      : await tx.maybeOne('DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2 RETURNING 1', [
          userId,
          use.hash,
        ]);
  return spent !== undefined;
}

const FIND = 'SELECT user_id, sealed_secret, create_time, confirm_time FROM second_factors WHERE user_id = $1';

/** Throws not_found USER_NOT_FOUND. */
async function lockAccount(tx: Transaction, userId: string): Promise<void> {
  const account = await tx.maybeOne(
    'SELECT 1 FROM users u JOIN credentials c USING (user_id) WHERE user_id = $1 FOR NO KEY UPDATE OF u, c',
    [userId],
  );
  if (!account) throw notFound('user', userId);
}

async function replaceRecoveryCodes(tx: Transaction, userId: string, codeHashes: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
  await tx.query('INSERT INTO recovery_codes (code_hash, user_id) SELECT unnest($2::text[]), $1', [userId, codeHashes]);
}

const toFactor = (row: FactorRow): SecondFactor => ({
  userId: row.user_id,
  sealedSecret: row.sealed_secret,
  createTime: row.create_time,
  confirmTime: row.confirm_time,
});

// The readers of inboxes, with data from their accounts.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@lastmile/postgres';
import type { Reader } from '../notification.types.js';
import { erasedAmong } from './notification.repository.js';

@Injectable()
export class ReaderRepository {
  constructor(private readonly database: Database) {}

  /**
   * Creates the inbox, or updates its reader. Does nothing when a newer version of the account is stored, or the
   * account was erased. New operators get mail until they disable it.
   */
  async set(userId: string, { language, email, isOperator }: Reader, userVersion: number, now: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      if ((await erasedAmong(tx, [userId])).has(userId)) return;
      const before = await tx.maybeOne<{ is_operator: boolean }>(
        'SELECT is_operator FROM inboxes WHERE user_id = $1 FOR UPDATE',
        [userId],
      );
      const isNewer = await tx.maybeOne(
        `INSERT INTO inboxes (user_id, language, email, is_operator, user_version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id) DO UPDATE
         SET language = excluded.language, email = excluded.email, is_operator = excluded.is_operator,
             user_version = excluded.user_version
         WHERE inboxes.user_version < excluded.user_version
         RETURNING 1`,
        [userId, language, email, isOperator, userVersion],
      );
      if (isNewer && isOperator && !before?.is_operator) await mailTo(tx, userId, now);
    });
  }

  /** A reader without an inbox has English and no address. */
  async get(userId: string): Promise<Reader> {
    const row = await this.database.maybeOne<{ language: string; email: string | null; is_operator: boolean }>(
      'SELECT language, email, is_operator FROM inboxes WHERE user_id = $1',
      [userId],
    );
    const { language = 'en', email, is_operator: isOperator = false } = row ?? {};
    return { language, email: email ?? undefined, isOperator };
  }

  /** Ids of all operators. */
  async operators(): Promise<string[]> {
    const rows = await this.database.many<{ user_id: string }>('SELECT user_id FROM inboxes WHERE is_operator');
    return rows.map(({ user_id }) => user_id);
  }
}

/** A mailbox is also a device: its token is the user's id. */
async function mailTo(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO devices (device_id, user_id, kind, token, token_hash, create_time)
     VALUES ($1, $2, 'email', $3, sha256(convert_to($3, 'UTF8')), $4) ON CONFLICT DO NOTHING`,
    [randomUUID(), userId, userId, now],
  );
}

// Who reads an inbox: what the account says about them.
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';

export interface Reader {
  /** BCP 47. */
  readonly language: string;
  /** Absent when unknown. */
  readonly email?: string;
}

@Injectable()
export class ReaderRepository {
  constructor(private readonly database: Database) {}

  /** Opens the inbox, or notes what changed unless a newer version of the account was heard of before. */
  async set(userId: string, { language, email }: Reader, userVersion: number): Promise<void> {
    await this.database.query(
      `INSERT INTO inboxes (user_id, language, email, user_version) VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_id) DO UPDATE
       SET language = excluded.language, email = excluded.email, user_version = excluded.user_version
       WHERE inboxes.user_version < excluded.user_version`,
      [userId, language, email, userVersion],
    );
  }

  /** Somebody without an inbox reads English and has no address. */
  async get(userId: string): Promise<Reader> {
    const row = await this.database.maybeOne<{ language: string; email: string | null }>(
      'SELECT language, email FROM inboxes WHERE user_id = $1',
      [userId],
    );
    return { language: row?.language ?? 'en', email: row?.email ?? undefined };
  }
}

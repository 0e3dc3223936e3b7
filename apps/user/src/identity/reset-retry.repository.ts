// Reset links whose first password the provider refused. It uses a link up before it judges the password, so the link stands
// from then on for another token, which the provider gave us without mailing it. Only the link itself opens it.
import { Injectable } from '@nestjs/common';
import { hashOpaqueToken } from '@lastmile/auth';
import { Database } from '@lastmile/postgres';
import { keyOfToken, open, seal } from './sealed.js';

@Injectable()
export class ResetRetryRepository {
  constructor(private readonly database: Database) {}

  /** What the link stands for; undefined for one that was never refused, or long ago. */
  async find(link: string, now: Date): Promise<string | undefined> {
    const row = await this.database.maybeOne<{ sealed_token: string }>(
      'SELECT sealed_token FROM reset_retries WHERE link_hash = $1 AND expire_time > $2',
      [hashOpaqueToken(link), now],
    );
    return row && open(keyOfToken(link), row.sealed_token, CONTEXT);
  }

  /** Also drops a few of others that are over. */
  async save(link: string, token: string, now: Date, expireTime: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO reset_retries (link_hash, sealed_token, expire_time) VALUES ($1, $2, $3)
       ON CONFLICT (link_hash) DO UPDATE SET sealed_token = excluded.sealed_token, expire_time = excluded.expire_time`,
      [hashOpaqueToken(link), seal(keyOfToken(link), token, CONTEXT), expireTime],
    );
    await this.database.query(
      `DELETE FROM reset_retries WHERE link_hash IN (
         SELECT link_hash FROM reset_retries WHERE expire_time < $1 LIMIT 100 FOR UPDATE SKIP LOCKED)`,
      [now],
    );
  }
}

const CONTEXT = 'reset retry';

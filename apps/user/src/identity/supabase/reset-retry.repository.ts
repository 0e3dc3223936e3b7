// Reset links whose first password the provider refused. The provider uses up a link before it checks the password, but
// gives us another token without mailing it. From then on the link stands for that token, which is encrypted with the
// link.
import { Injectable } from '@nestjs/common';
import { hashOpaqueToken } from '@lastmile/auth';
import { Database } from '@lastmile/postgres';
import { keyOfToken, open, seal } from '../keys/sealed.js';

@Injectable()
export class ResetRetryRepository {
  constructor(private readonly database: Database) {}

  /** The token behind the link; undefined for a link that was never refused, or whose token has expired. */
  async find(link: string, now: Date): Promise<string | undefined> {
    const row = await this.database.maybeOne<{ sealed_token: string }>(
      'SELECT sealed_token FROM reset_retries WHERE link_hash = $1 AND expire_time > $2',
      [hashOpaqueToken(link), now],
    );
    return row && open(keyOfToken(link), row.sealed_token, CONTEXT);
  }

  /** Also deletes a few expired tokens. */
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

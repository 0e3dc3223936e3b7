// Devices that an account was signed in from: each has a token, which is sent along with the password. The token itself
// gives no access. It only separates wrong passwords from this device from those of strangers.
import { Injectable } from '@nestjs/common';
import { hashOpaqueToken, newOpaqueToken } from '@lastmile/auth';
import { Database } from '@lastmile/postgres';

export const DEVICE_LIFETIME_DAYS = 180;
const MOST_DEVICES = 20;

@Injectable()
export class KnownDeviceRepository {
  constructor(private readonly database: Database) {}

  /** The key to count attempts under when the token belongs to a device of that account; undefined otherwise. */
  async find(email: string, token: string, now: Date): Promise<string | undefined> {
    if (token === '') return undefined;
    const row = await this.database.maybeOne<{ token_hash: string }>(
      `SELECT token_hash FROM known_devices JOIN users USING (user_id)
       WHERE token_hash = $1 AND email = $2 AND expire_time > $3`,
      [hashOpaqueToken(token), email, now],
    );
    return row?.token_hash;
  }

  /**
   * Returns a token for a device; only the account's newest devices stay known. The device becomes known only if the
   * account has a second factor exactly if it had one at the sign-in, because a change since then has made all devices
   * unknown.
   */
  async remember(userId: string, hadSecondFactor: boolean | undefined, now: Date): Promise<string> {
    const token = newOpaqueToken();
    const expireTime = new Date(now.getTime() + DEVICE_LIFETIME_DAYS * 86_400_000);
    await this.database.transaction(async (tx) => {
      // The same lock as a sign-in: a change of the second factor runs before or after this transaction.
      await tx.query('SELECT 1 FROM credentials WHERE user_id = $1 FOR SHARE', [userId]);
      await tx.query(
        `WITH old AS (
           DELETE FROM known_devices WHERE token_hash IN (
             SELECT token_hash FROM known_devices WHERE user_id = $2 ORDER BY create_time DESC OFFSET $5))
         INSERT INTO known_devices (token_hash, user_id, create_time, expire_time)
         SELECT $1, $2, $3, $4 WHERE $6 = EXISTS (
           SELECT FROM second_factors WHERE user_id = $2 AND confirm_time IS NOT NULL)`,
        [hashOpaqueToken(token), userId, now, expireTime, MOST_DEVICES - 1, hadSecondFactor ?? false],
      );
    });
    return token;
  }

  async forgetAll(userId: string): Promise<void> {
    await this.database.query('DELETE FROM known_devices WHERE user_id = $1', [userId]);
  }
}

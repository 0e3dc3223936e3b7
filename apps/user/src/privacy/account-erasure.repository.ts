// The one transaction that ends an account: deletes its row with passwords and sessions, and publishes the event.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database } from '@lastmile/postgres';
import { Erasure } from '@lastmile/privacy';
import { rolesLost } from '../revocation.repository.js';
import type { CodeJudge } from '../second-factor/second-factor.core.js';
import { useCode } from '../second-factor/second-factor.repository.js';
import { attemptKey } from '../sign-in/attempt.repository.js';
import { UserPublisher } from '../user.publisher.js';
import { toUser, type UserRow } from '../user.row.js';
import type { User } from '../user.types.js';

/** The code of an owner who erases the account; no judge when none was sent. */
export interface OwnerCode {
  readonly judge: CodeJudge | undefined;
}

@Injectable()
export class AccountErasureRepository {
  constructor(
    private readonly database: Database,
    private readonly events: UserPublisher,
    private readonly erasure: Erasure,
  ) {}

  /** Undefined when the account is erased. Throws not_found USER_NOT_FOUND when it never existed. */
  async find(userId: string): Promise<User | undefined> {
    const row = await this.database.maybeOne<UserRow>('SELECT * FROM users WHERE user_id = $1', [userId]);
    if (row) return toUser(row);
    const { erased } = await this.database.one<{ erased: boolean }>('SELECT is_erased($1) AS erased', [userId]);
    if (erased) return undefined;
    throw notFound('user', userId);
  }

  /**
   * All operators stay locked, so that their number cannot change until the commit. With `ownerCode`, an account that has
   * a second factor needs a right code, which is used up only if the account is erased. Throws what `useCode` and `check`
   * throw.
   */
  async erase(
    userId: string,
    check: (user: User, otherOperators: number) => void,
    ownerCode?: OwnerCode,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const person = { userId, pseudonymId: randomUUID() };
      await this.erasure.beginIn(tx, person);
      const rows = await tx.many<UserRow>(
        `SELECT * FROM users WHERE user_id = $1 OR 'operator' = ANY (roles) ORDER BY user_id FOR UPDATE`,
        [userId],
      );
      const row = rows.find((each) => each.user_id === userId);
      if (!row) return;
      if (ownerCode) await useCode(tx, userId, ownerCode.judge);
      const user = toUser(row);
      check(user, rows.length - 1);
      await tx.query('DELETE FROM sign_in_attempts WHERE email = $1', [attemptKey(user.email)]);
      // Revokes all existing tokens; the record of it is deleted when the last of them has expired.
      await rolesLost(tx, userId, user.version + 1, new Date());
      await tx.query('DELETE FROM users WHERE user_id = $1', [userId]);
      await this.database.noteCommand(tx);
      await this.events.erased(tx, user, person.pseudonymId);
    });
  }
}

// Accounts: every change is in one transaction with its event and its request id.
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database, keepingState, violates, type Queries, type RequestKey, type Transaction } from '@lastmile/postgres';
import { emailTaken } from './identity/identity.error.js';
import { rolesLost } from './revocation.repository.js';
import { UserPublisher } from './user.publisher.js';
import { toUser, type UserRow } from './user.row.js';
import type { NewUser, User } from './user.types.js';

@Injectable()
export class UserRepository {
  constructor(
    private readonly database: Database,
    private readonly events: UserPublisher,
  ) {}

  /**
   * Stores the account, once per request id. The password is not used to tell a repeat from a reused id, because not
   * even a hash of it should be in the table of requests. A repeat is proven by signing in. Throws already_exists
   * EMAIL_TAKEN or REQUEST_ID_REUSED.
   */
  async register(requestId: string, user: NewUser, passwordHash?: string): Promise<User> {
    const { email, displayName, language, roles } = user;
    const key = { callerId: 'anonymous', requestId, command: 'RegisterUser' };
    const write = (tx: Transaction) => this.insert(tx, user, passwordHash);
    return this.database.once(key, { email, displayName, language, roles }, write, kept);
  }

  /** Stores the account unless the address already has one; returns the account with that address. */
  async ensure(user: NewUser, passwordHash?: string): Promise<User> {
    const existing = await this.findByEmail(user.email);
    if (existing) return existing;
    try {
      return await this.database.transaction((tx) => this.insert(tx, user, passwordHash));
    } catch (error) {
      const winner = await this.findByEmail(user.email);
      if (winner) return winner;
      throw error;
    }
  }

  /** Throws not_found USER_NOT_FOUND. */
  get(userId: string): Promise<User> {
    return find(this.database, userId);
  }

  async findByEmail(email: string): Promise<User | undefined> {
    const row = await this.database.maybeOne<UserRow>('SELECT * FROM users WHERE email = $1', [email]);
    return row && toUser(row);
  }

  /**
   * Calls `change` with the locked account, once per request id, and stores what it returns. Throws not_found
   * USER_NOT_FOUND, already_exists REQUEST_ID_REUSED and what `change` throws.
   */
  async update(userId: string, key: RequestKey, body: unknown, change: (user: User) => User): Promise<User> {
    const write = async (tx: Transaction) => {
      const row = await tx.maybeOne<UserRow>('SELECT * FROM users WHERE user_id = $1 FOR UPDATE', [userId]);
      if (!row) throw notFound('user', userId);
      return this.save(tx, toUser(row), change);
    };
    return this.database.once(key, { userId, body }, write, kept);
  }

  /** Stores that the address is confirmed; may be repeated. Throws not_found USER_NOT_FOUND. */
  async confirmEmail(userId: string, confirm: (user: User) => User): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await tx.maybeOne<UserRow>('SELECT * FROM users WHERE user_id = $1 FOR UPDATE', [userId]);
      if (!row) throw notFound('user', userId);
      await this.save(tx, toUser(row), confirm);
    });
  }

  /** Like `update`, with all operators locked, so that their number cannot change until the commit. */
  async updateRoles(
    userId: string,
    key: RequestKey,
    body: unknown,
    change: (user: User, otherOperators: number) => User,
  ): Promise<User> {
    const write = async (tx: Transaction) => {
      const rows = await tx.many<UserRow>(
        `SELECT * FROM users WHERE user_id = $1 OR 'operator' = ANY (roles) ORDER BY user_id FOR UPDATE`,
        [userId],
      );
      const row = rows.find((candidate) => candidate.user_id === userId);
      if (!row) throw notFound('user', userId);
      return this.save(tx, toUser(row), (user) => change(user, rows.length - 1));
    };
    return this.database.once(key, { userId, body }, write, kept);
  }

  private async insert(tx: Transaction, user: NewUser, passwordHash?: string): Promise<User> {
    const { userId, email, displayName, language, roles, createTime, emailConfirmed } = user;
    // A provider may still know the account for a short time while its erasure continues.
    const { erased } = await tx.one<{ erased: boolean }>('SELECT is_erased($1) AS erased', [userId]);
    if (erased) throw emailTaken();
    try {
      await tx.query(
        `INSERT INTO users (user_id, email, display_name, language, roles, create_time, email_confirm_time)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [userId, email, displayName, language, roles, createTime, emailConfirmed ? new Date() : null],
      );
    } catch (error) {
      if (violates(error, 'users_email_key') || violates(error, 'users_pkey')) throw emailTaken();
      throw error;
    }
    if (passwordHash !== undefined) {
      await tx.query('INSERT INTO credentials (user_id, password_hash) VALUES ($1, $2)', [userId, passwordHash]);
    }
    const created: User = { ...user, version: 1 };
    await this.events.registered(tx, created);
    return created;
  }

  private async save(tx: Transaction, before: User, change: (user: User) => User): Promise<User> {
    const after = change(before);
    if (after.version === before.version) return after;
    await tx.query(
      `UPDATE users SET display_name = $2, language = $3, roles = $4, version = $5,
         email_confirm_time = CASE WHEN $6 THEN coalesce(email_confirm_time, $7) END WHERE user_id = $1`,
      [after.userId, after.displayName, after.language, after.roles, after.version, after.emailConfirmed, new Date()],
    );
    const isLessTrusted = before.roles.some((role) => !after.roles.includes(role));
    if (isLessTrusted) await rolesLost(tx, after.userId, after.version, new Date());
    await this.events.profileUpdated(tx, after);
    return after;
  }
}

async function find(queries: Queries, userId: string): Promise<User> {
  const row = await queries.maybeOne<UserRow>('SELECT * FROM users WHERE user_id = $1', [userId]);
  if (!row) throw notFound('user', userId);
  return toUser(row);
}

/** Stores only the id: a repeated request is answered with the current account. */
const kept = keepingState<User, 'userId'>('userId', [], find);

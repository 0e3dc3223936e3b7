// Which access tokens are worth nothing although they have not expired: their session was ended, or a role was taken away.
//
// An operator's token is asked about at every use. Everybody else's is looked up in a list that is brought up to date every
// few seconds. The replica through which something was revoked reads the list before it answers, so whoever signs out or deletes
// the account is refused there at once.
// While the user service is away operators are refused with 503; for others the last list counts until their tokens expire. Before
// there is a list all are refused with 503.
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { asService, sessionRevoked, type Identity } from '@lastmile/auth';
import { isDomainError } from '@lastmile/errors';
import { RevocationFeed, revocationsOf } from '@lastmile/grpc';
import { createLogger } from '@lastmile/telemetry';
import { Clients } from '../gateway.client.js';

const GATEWAY = asService('gateway');

@Injectable()
export class Revocations implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly feed: RevocationFeed;
  private readonly users: Clients['users'];

  constructor({ users }: Clients) {
    this.users = users;
    this.feed = new RevocationFeed(revocationsOf(users, 'gateway'), createLogger({ service: 'gateway' }));
  }

  onApplicationBootstrap(): void {
    this.feed.start();
  }

  onApplicationShutdown(): void {
    this.feed.stop();
  }

  /** Throws unauthenticated SESSION_REVOKED; for operators, and for all before the list was read once, also unavailable. */
  async check(identity: Identity): Promise<void> {
    await this.feed.require();
    if (this.isRevoked(identity)) throw sessionRevoked();
    if (identity.roles.includes('operator') && (await this.reasonAgainst(identity))) throw sessionRevoked();
  }

  /** Whether the token is of an account that was erased, which the user service alone knows. @throws DomainError unavailable */
  async isErased(identity: Identity): Promise<boolean> {
    return (await this.reasonAgainst(identity)) === 'ACCOUNT_ERASED';
  }

  /** Resolves when the whole list has been read once. */
  get ready(): Promise<void> {
    return this.feed.ready;
  }

  /** By what is known here. */
  isRevoked(identity: Identity): boolean {
    return this.feed.isRevoked(identity);
  }

  /** Calls `listener` whenever something was added. */
  onNews(listener: () => void): void {
    this.feed.onNews(listener);
  }

  /** Reads what is new. Never throws: what could not be read is read later. */
  update(): Promise<void> {
    return this.feed.update();
  }

  /** Why the token counts no more, as the user service says now; undefined when it counts. */
  private async reasonAgainst(identity: Identity): Promise<string | undefined> {
    const { userId, sessionId = '', accountVersion, issuedAt: issueTime = new Date(0) } = identity;
    try {
      // Not on the person's behalf: the answer is for us.
      await this.users.checkSession({ userId, sessionId, accountVersion, issueTime }, { caller: GATEWAY });
      return undefined;
    } catch (error) {
      if (isDomainError(error) && error.kind === 'unauthenticated') return error.reason;
      throw error;
    }
  }
}

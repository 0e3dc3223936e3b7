// Which access tokens are revoked before they expire: their session was ended, or a role was removed.
//
// Tokens of operators are checked with the user service at every use. All other tokens are looked up in a list that is
// updated every few seconds. The replica that handled a revocation updates its list before it responds, so a user who
// signs out or deletes the account is refused there immediately.
// While the user service is unavailable, operators are refused with 503; for others the last list is used until their
// tokens expire. Before the first list is loaded, everybody is refused with 503.
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

  /**
   * Throws unauthenticated SESSION_REVOKED. Throws unavailable for operators, and for everybody before the list was
   * first loaded.
   */
  async check(identity: Identity): Promise<void> {
    await this.feed.require();
    if (this.isRevoked(identity)) throw sessionRevoked();
    if (identity.roles.includes('operator') && (await this.reasonAgainst(identity))) throw sessionRevoked();
  }

  /** Whether the token's account was erased, which only the user service knows. @throws DomainError unavailable */
  async isErased(identity: Identity): Promise<boolean> {
    return (await this.reasonAgainst(identity)) === 'ACCOUNT_ERASED';
  }

  /** Resolves when the whole list has been loaded once. */
  get ready(): Promise<void> {
    return this.feed.ready;
  }

  /** Whether the whole list has been read once. */
  get isReady(): boolean {
    return this.feed.isReady;
  }

  /** According to the list in this process. */
  isRevoked(identity: Identity): boolean {
    return this.feed.isRevoked(identity);
  }

  /** Calls `listener` whenever the list grows. */
  onAdded(listener: () => void): void {
    this.feed.onAdded(listener);
  }

  /** Loads new revocations. Never throws: after a failure they are loaded later. */
  update(): Promise<void> {
    return this.feed.update();
  }

  /** Asks the user service why the token is no longer valid; undefined if it is valid. */
  private async reasonAgainst(identity: Identity): Promise<string | undefined> {
    const { userId, sessionId = '', accountVersion, issuedAt: issueTime = new Date(0) } = identity;
    try {
      // Called as the gateway, not as the person.
      await this.users.checkSession({ userId, sessionId, accountVersion, issueTime }, { caller: GATEWAY });
      return undefined;
    } catch (error) {
      if (isDomainError(error) && error.kind === 'unauthenticated') return error.reason;
      throw error;
    }
  }
}

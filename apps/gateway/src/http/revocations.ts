// Which access tokens are worth nothing although they have not expired: their session was ended, or a role was taken away.
//
// An operator's token is asked about at every use. Everybody else's is looked up in a list that is brought up to date every
// few seconds: one small call a replica, however many people are signed in. The replica through which something was revoked
// reads the list before it answers, so whoever signs out or deletes the account is refused there at once.
// While the user service is away operators are refused with 503; for others the last list counts until their tokens expire.
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { asService, type Identity } from '@lastmile/auth';
import { UserServiceService } from '@lastmile/contracts';
import { unauthenticated } from '@lastmile/errors';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import { RevocationList } from './revocation-list.core.js';

const EVERY_MS = 5_000;
const GATEWAY = asService('gateway');

@Injectable()
export class Revocations implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Revocations.name);
  private readonly list = new RevocationList();
  private readonly listeners = new Set<() => void>();
  private since: Date | undefined;
  private timer?: NodeJS.Timeout;
  private isBehind = false;

  constructor(@InjectClient(UserServiceService) private readonly users: RpcClient<typeof UserServiceService>) {}

  onApplicationBootstrap(): void {
    void this.keepUpToDate();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Throws unauthenticated SESSION_REVOKED; for operators also unavailable. */
  async check(identity: Identity): Promise<void> {
    if (this.isRevoked(identity)) throw unauthenticated('SESSION_REVOKED', 'the session was ended, sign in again');
    if (!identity.roles.includes('operator')) return;
    const { userId, sessionId = '', accountVersion, issuedAt = new Date(0) } = identity;
    // Not on the person's behalf: the answer is for us.
    await this.users.checkSession({ userId, sessionId, accountVersion, issueTime: issuedAt }, { caller: GATEWAY });
  }

  /** By what is known here. */
  isRevoked(identity: Identity): boolean {
    return this.list.has(identity, Date.now());
  }

  /** Calls `listener` whenever something was added. */
  onNews(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Reads what is new. Never throws: what could not be read is read later. */
  async update(): Promise<void> {
    try {
      const answer = await this.users.listRevocations({ sinceTime: this.since }, { caller: GATEWAY });
      this.since = answer.nextSinceTime;
      const isNews = this.list.add(answer.revocations, Date.now());
      if (this.isBehind) this.logger.log('revocations are up to date again');
      this.isBehind = false;
      if (isNews) for (const listener of this.listeners) listener();
    } catch (error) {
      if (!this.isBehind) this.logger.warn(`revocations cannot be read: ${(error as Error).message}`);
      this.isBehind = true;
    }
  }

  private async keepUpToDate(): Promise<void> {
    await this.update();
    this.timer = setTimeout(() => void this.keepUpToDate(), EVERY_MS);
    this.timer.unref();
  }
}

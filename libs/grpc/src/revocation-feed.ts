// Which access tokens are worth nothing although they have not expired: the user service's list of them, brought up to date every few
// seconds by one small call a replica, however many people are signed in.
import { RevocationList, type RevocableToken, type Revocation } from '@lastmile/auth';
import type { Logger } from '@lastmile/telemetry';

/** How old the list may be, as long as the user service answers. */
export const REVOCATIONS_EVERY_MS = 5_000;

/** Revocations recorded since a moment (default: all that matter still), and the moment to ask from the next time. */
export type ReadRevocations = (
  since: Date | undefined,
) => Promise<{ readonly revocations: readonly Revocation[]; readonly nextSince?: Date }>;

export class RevocationFeed {
  private readonly list = new RevocationList();
  private readonly listeners = new Set<() => void>();
  private since: Date | undefined;
  private timer?: NodeJS.Timeout;
  private isStopped = false;
  private isBehind = false;

  /** @param logger is told once when the list cannot be read, and when it can be again */
  constructor(
    private readonly read: ReadRevocations,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  /** Reads the list, and again every few seconds, until `stop`. */
  start(): void {
    void this.keepUpToDate();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** By what is known here: while the user service is away, the last list counts. */
  isRevoked(token: RevocableToken): boolean {
    return this.list.has(token, Date.now());
  }

  /** Calls `listener` whenever something was added. */
  onNews(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Reads what is new. Never throws: what could not be read is read later. */
  async update(): Promise<void> {
    try {
      const { revocations, nextSince } = await this.read(this.since);
      this.since = nextSince;
      const isNews = this.list.add(revocations, Date.now());
      if (this.isBehind) this.logger.info('revocations are up to date again');
      this.isBehind = false;
      if (isNews) for (const listener of this.listeners) listener();
    } catch (error) {
      if (!this.isBehind) this.logger.warn({ reason: (error as Error).message }, 'revocations cannot be read');
      this.isBehind = true;
    }
  }

  private async keepUpToDate(): Promise<void> {
    await this.update();
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.keepUpToDate(), REVOCATIONS_EVERY_MS);
    this.timer.unref();
  }
}

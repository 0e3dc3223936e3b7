// Which access tokens are worth nothing although they have not expired: the user service's list of them, brought up to date every few
// seconds by one small call a replica, however many people are signed in.
//
// Nobody's token counts before the whole list was read once: a service that has just started knows nothing of what was revoked.
// From then on the last list counts, also while the user service is away.
import { asService, RevocationList, type RevocableToken, type Revocation } from '@lastmile/auth';
import type { UserServiceService } from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import type { Logger } from '@lastmile/telemetry';
import { runAs } from './call-context.js';
import type { RpcClient } from './client.js';

/** How old the list may be, as long as the user service answers. */
const EVERY_MS = 5_000;
/** Between attempts to read it for the first time. */
const FIRST_EVERY_MS = 500;

export interface RevocationPage {
  readonly revocations: readonly Revocation[];
  /** Where the next list starts. */
  readonly nextSinceTime?: Date;
  /** Empty on the last page. */
  readonly nextPageToken: string;
}

/** A page of what was recorded since a moment (default: all that matters still). */
export type ReadRevocations = (request: {
  readonly sinceTime?: Date;
  readonly pageToken: string;
}) => Promise<RevocationPage>;

/** Asked of the user service by `service` for itself, not within the call that needs it: the answer is for everybody. */
export const revocationsOf =
  (users: Pick<RpcClient<typeof UserServiceService>, 'listRevocations'>, service: string): ReadRevocations =>
  (request) =>
    runAs(asService(service), () => users.listRevocations({ ...request, pageSize: 0 }));

export class RevocationFeed {
  private readonly list = new RevocationList();
  private readonly listeners = new Set<() => void>();
  private readonly first = Promise.withResolvers<void>();
  private sinceTime: Date | undefined;
  private reading: Promise<void> | undefined;
  private timer?: NodeJS.Timeout;
  private isKnown = false;
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

  /** Whether the whole list has been read once. */
  get isReady(): boolean {
    return this.isKnown;
  }

  /** Resolves when the whole list has been read once. */
  get ready(): Promise<void> {
    return this.first.promise;
  }

  /** Waits for the first list while it is being read. @throws DomainError unavailable KEYS_UNAVAILABLE when it is not known after that */
  async require(): Promise<void> {
    if (!this.isKnown) await this.reading;
    if (!this.isKnown) throw new DomainError('unavailable', 'KEYS_UNAVAILABLE', 'sign-in cannot be checked right now');
  }

  /** By what is known here: while the user service is away, the last list counts. Ask `require` first. */
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
      await this.readAll();
      if (this.isBehind) this.logger.info('revocations are up to date again');
      this.isBehind = false;
      this.isKnown = true;
      this.first.resolve();
    } catch (error) {
      if (!this.isBehind) this.logger.warn({ reason: (error as Error).message }, this.isKnown ? BEHIND : WAITING);
      this.isBehind = true;
    }
  }

  /** What a page says counts at once, for open streams too; where the next list starts, only when all pages were read. */
  private async readAll(): Promise<void> {
    const { sinceTime } = this;
    let pageToken = '';
    do {
      const page = await this.read({ sinceTime, pageToken });
      if (this.list.add(page.revocations, Date.now())) for (const listener of this.listeners) listener();
      pageToken = page.nextPageToken;
      if (pageToken === '') this.sinceTime = page.nextSinceTime;
    } while (pageToken !== '');
  }

  private async keepUpToDate(): Promise<void> {
    this.reading = this.update();
    await this.reading;
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.keepUpToDate(), this.isKnown ? EVERY_MS : FIRST_EVERY_MS);
    this.timer.unref();
  }
}

const BEHIND = 'revocations cannot be read';
const WAITING = 'waiting for the user service: nobody is let in before its list of revocations was read';

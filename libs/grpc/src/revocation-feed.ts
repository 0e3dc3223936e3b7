// Which access tokens are revoked before they expire: the user service's list, updated every few seconds by one small
// call per replica, independent of the number of signed-in people.
//
// No person's token is accepted before the whole list was loaded once, because a new process does not know what was
// revoked. After that the last list is used, also while the user service is unavailable.
import { asService, RevocationList, type RevocableToken, type Revocation } from '@lastmile/auth';
import type { UserServiceService } from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import type { Logger } from '@lastmile/telemetry';
import { runAs } from './call-context.js';
import type { RpcClient } from './client.js';

/** Maximum age of the list while the user service is available. */
const EVERY_MS = 5_000;
/** Delay between attempts to load it the first time. */
const FIRST_EVERY_MS = 500;

export interface RevocationPage {
  readonly revocations: readonly Revocation[];
  /** Where the next list starts. */
  readonly nextSinceTime?: Date;
  /** Empty on the last page. */
  readonly nextPageToken: string;
}

/** A page of what was recorded since a time (default: all that have not expired). */
export type ReadRevocations = (request: {
  readonly sinceTime?: Date;
  readonly pageToken: string;
}) => Promise<RevocationPage>;

/**
 * Reads from the user service as `service` itself, not in the context of the current call, because the answer is shared
 * by all calls.
 */
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

  /** @param logger logs once when the list cannot be loaded, and once when it can be loaded again */
  constructor(
    private readonly read: ReadRevocations,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  /** Loads the list now and every few seconds, until `stop`. */
  start(): void {
    void this.keepUpToDate();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** Whether the whole list has been loaded once. */
  get isReady(): boolean {
    return this.isKnown;
  }

  /** Resolves when the whole list has been loaded once. */
  get ready(): Promise<void> {
    return this.first.promise;
  }

  /** Waits for the first list while it is being loaded. @throws DomainError unavailable KEYS_UNAVAILABLE when that fails */
  async require(): Promise<void> {
    if (!this.isKnown) await this.reading;
    if (!this.isKnown) throw new DomainError('unavailable', 'KEYS_UNAVAILABLE', 'sign-in cannot be checked right now');
  }

  /** According to the last list, also while the user service is unavailable. Call `require` first. */
  isRevoked(token: RevocableToken): boolean {
    return this.list.has(token, Date.now());
  }

  /** Calls `listener` whenever the list grows. */
  onAdded(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Loads new revocations. Never throws: after a failure they are loaded later. */
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

  /**
   * The revocations of a page are used immediately, also for open streams; the start of the next list is only stored
   * when all pages were read.
   */
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

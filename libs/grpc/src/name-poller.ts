// Polls the addresses of a name, and reports changes.
//
// Invariants: addresses are never replaced by nothing: a failed or empty answer removes none, because broken
// connections reveal dead replicas, and a DNS outage says nothing about replicas. The same addresses are not reported
// twice in a row, and nothing is reported after `stop`.

/** Interval in normal operation. A new replica gets calls within this time plus jitter, at most 3 s, after it is in DNS. */
export const POLL_MS = 2_500;
/** Each interval is up to a fifth shorter or longer, so that many clients do not poll at the same moment. */
export const JITTER = 0.2;
/** First delay while the name has no addresses yet; it doubles up to the normal interval. */
export const FIRST_RETRY_MS = 250;
/** A broken connection causes a poll immediately, but at least this long after the last one. */
export const MIN_GAP_MS = 500;
/**
 * Until a name that has never resolved is reported, calls wait for it until their deadline; after that they fail
 * immediately.
 */
export const UNRESOLVED_AFTER_MS = 10_000;

export interface NamePollerOptions {
  /** Rejects when there is no answer. */
  readonly lookup: () => Promise<readonly string[]>;
  /**
   * Called with the new addresses in random order, so that clients that start together do not all call the same replica
   * first.
   */
  readonly onChange: (addresses: readonly string[]) => void;
  /** Called after UNRESOLVED_AFTER_MS at each poll, as long as there have never been addresses. */
  readonly onUnresolved: (error: Error) => void;
  /** Returns a number from 0 to below 1. */
  readonly random?: () => number;
}

export class NamePoller {
  private readonly random: () => number;
  private timer: NodeJS.Timeout | undefined;
  private askedAt = -Infinity;
  private startedAt = 0;
  private failures = 0;
  private known: readonly string[] = [];
  private told: string | undefined;
  /** Identifies the current run; an answer that arrives after `stop` belongs to an earlier one. */
  private run: symbol | undefined;
  private asking = false;

  constructor(private readonly options: NamePollerOptions) {
    this.random = options.random ?? Math.random;
  }

  /** Starts polling; if it is already started, polls sooner. Never calls listeners synchronously. */
  ask(): void {
    if (!this.run) {
      this.run = Symbol('run');
      this.startedAt = performance.now();
      void this.question(this.run);
    } else if (!this.asking) {
      this.schedule(Math.max(0, this.askedAt + MIN_GAP_MS - performance.now()));
    }
  }

  /** `ask` starts it again; the known addresses are kept for that. */
  stop(): void {
    clearTimeout(this.timer);
    this.run = undefined;
    this.told = undefined;
    this.failures = 0;
    this.asking = false;
  }

  private async question(run: symbol): Promise<void> {
    this.asking = true;
    this.askedAt = performance.now();
    const answer = await this.options.lookup().catch((error: unknown) => error as Error);
    if (this.run !== run) return;
    this.asking = false;
    if (answer instanceof Error || answer.length === 0) this.noAnswer(answer);
    else {
      this.failures = 0;
      this.known = answer;
    }
    this.tell();
    if (this.run === run) this.schedule(this.pause());
  }

  private noAnswer(answer: unknown): void {
    this.failures += 1;
    if (this.known.length > 0 || performance.now() - this.startedAt < UNRESOLVED_AFTER_MS) return;
    this.options.onUnresolved(answer instanceof Error ? answer : new Error('the name has no addresses'));
  }

  private tell(): void {
    const key = [...this.known].sort().join();
    if (this.known.length === 0 || key === this.told) return;
    this.told = key;
    this.options.onChange(shuffled(this.known, this.random));
  }

  private pause(): number {
    const usual = this.known.length > 0 ? POLL_MS : Math.min(POLL_MS, FIRST_RETRY_MS * 2 ** (this.failures - 1));
    return usual * (1 + JITTER * (2 * this.random() - 1));
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    const run = this.run!;
    this.timer = setTimeout(() => void this.question(run), ms);
    this.timer.unref(); // polling alone does not keep the process alive; calls that wait for an address do
  }
}

/** Fisher–Yates. */
function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

// Asks again and again which addresses a name has, and tells when they have changed.
//
// Invariants: once there were addresses there always are: a failing or empty answer takes none away, since a replica
// that is gone is found out by its connection and DNS being down says nothing about replicas. Nothing is told twice in a
// row, and nothing after `stop`.

/** Between two questions while all is well. A new replica gets calls within this and the jitter, 3 s at most, of being in DNS. */
export const POLL_MS = 2_500;
/** Each pause is up to a fifth shorter or longer, so that the clients of a city do not ask in step. */
export const JITTER = 0.2;
/** The first pause while the name has no addresses yet; it doubles up to the usual one. */
export const FIRST_RETRY_MS = 250;
/** A broken connection asks at once, but not sooner after the last question than this. */
export const MIN_GAP_MS = 500;
/** Until a name that never resolved is reported calls wait for it, each until its deadline; from then on they fail at once. */
export const UNRESOLVED_AFTER_MS = 10_000;

export interface NamePollerOptions {
  /** Rejects when there is no answer. */
  readonly lookup: () => Promise<readonly string[]>;
  /** Told with the new addresses, in random order: clients that start together do not all call the same replica first. */
  readonly onChange: (addresses: readonly string[]) => void;
  /** Told after UNRESOLVED_AFTER_MS, at each question, when there have been no addresses ever. */
  readonly onUnresolved: (error: Error) => void;
  /** From 0 to below 1. */
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
  /** Of the present run; an answer that arrives after `stop` belongs to another one. */
  private run: symbol | undefined;
  private asking = false;

  constructor(private readonly options: NamePollerOptions) {
    this.random = options.random ?? Math.random;
  }

  /** Starts polling; once it does, asks sooner than planned. Listeners are never called from within. */
  ask(): void {
    if (!this.run) {
      this.run = Symbol('run');
      this.startedAt = performance.now();
      void this.question(this.run);
    } else if (!this.asking) {
      this.schedule(Math.max(0, this.askedAt + MIN_GAP_MS - performance.now()));
    }
  }

  /** `ask` starts it again; the addresses it knew are kept for then. */
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
    this.timer.unref(); // calls that wait for an address keep the process alive, the polling alone does not
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

// When calls are due. Pure: times are milliseconds since the start, passed in.

export interface Plan {
  /** Calls per second, whether or not earlier ones are answered (open loop); absent: the next when one is answered. */
  readonly rate?: number;
  /** Calls due before that count for nothing. */
  readonly warmupSeconds: number;
  /** How long it is measured, after the warm-up. */
  readonly seconds: number;
  /** No more calls than these are measured. */
  readonly calls?: number;
}

export interface Slot {
  /** Latency counts from here. A worker that comes late, because all were waiting for answers, does not hide the wait. */
  readonly dueMs: number;
  readonly measured: boolean;
}

export class Schedule {
  private given = 0;
  private measured = 0;

  constructor(private readonly plan: Plan) {}

  /** The next call, or undefined when it is over. */
  next(nowMs: number): Slot | undefined {
    const { rate, calls = Infinity } = this.plan;
    const dueMs = rate === undefined ? nowMs : (this.given * 1000) / rate;
    if (nowMs >= this.endMs || dueMs >= this.endMs || this.measured >= calls) return undefined;
    const measured = dueMs >= this.plan.warmupSeconds * 1000;
    this.given += 1;
    if (measured) this.measured += 1;
    return { dueMs, measured };
  }

  /** Calls of an open loop that were due by then and that no worker came to; they have no latency, and are no success. */
  overdue(nowMs: number): number {
    const { rate, warmupSeconds, calls = Infinity } = this.plan;
    if (rate === undefined) return 0;
    const upTo = Math.min(nowMs, this.endMs);
    const slotsBefore = (ms: number) => Math.ceil((ms * rate) / 1000);
    const due = Math.max(0, slotsBefore(upTo) - slotsBefore(warmupSeconds * 1000));
    return Math.max(0, Math.min(due, calls) - this.measured);
  }

  private get endMs(): number {
    return (this.plan.warmupSeconds + this.plan.seconds) * 1000;
  }
}

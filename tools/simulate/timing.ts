// Waiting by the platform's clock, which may run faster than the wall's.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@lastmile/config';
import { DateTime } from 'luxon';

/** Domain time for agents. */
export class Timing {
  constructor(
    private readonly clock: Clock,
    readonly signal: AbortSignal,
  ) {}

  /** Domain milliseconds since 1970. */
  now(): number {
    return this.clock.now().getTime();
  }

  iso(): string {
    return this.clock.now().toISOString();
  }

  /** Local hour of day with fractions. */
  hourIn(timeZone: string): number {
    const local = DateTime.fromMillis(this.now(), { zone: timeZone });
    return local.hour + local.minute / 60;
  }

  /** Sleeps for domain seconds; rejects when the simulation stops. */
  async pause(seconds: number): Promise<void> {
    await this.until(this.now() + seconds * 1_000);
  }

  /** Sleeps until a domain moment; rejects when the simulation stops. */
  async until(at: number): Promise<void> {
    const wallMs = this.clock.wallTimeOf(new Date(at)).getTime() - Date.now();
    await sleep(Math.max(0, wallMs), undefined, { signal: this.signal });
  }

  /** Resolves at the first of: the event, or the domain moment. Rejects when the simulation stops. */
  async eventOrUntil(event: Promise<unknown>, at: number): Promise<void> {
    const timer = new AbortController();
    const wallMs = this.clock.wallTimeOf(new Date(at)).getTime() - Date.now();
    const signal = AbortSignal.any([this.signal, timer.signal]);
    const timeout = sleep(Math.max(0, wallMs), undefined, { signal }).catch(() => this.signal.throwIfAborted());
    try {
      await Promise.race([event, timeout]);
    } finally {
      timer.abort();
    }
    this.signal.throwIfAborted();
  }
}

// Workers that make the calls of a schedule.
import { setTimeout as pause } from 'node:timers/promises';
import type { Schedule } from './schedule.js';
import type { Outcome } from './tally.js';

export interface Drive {
  readonly workers: number;
  readonly schedule: Schedule;
  /** Makes one call, the `index`th begun; never rejects. */
  readonly call: (index: number) => Promise<Outcome>;
  /** Told of each call as it ends. Latency in milliseconds from when it was due. */
  readonly onOutcome: (latencyMs: number, outcome: Outcome, measured: boolean) => void;
  /** Begins no more calls; those begun are waited for. */
  readonly signal: AbortSignal;
}

/** Resolves when the last call has ended: the milliseconds since the start at which no more were begun. */
export async function drive({ workers, schedule, call, onOutcome, signal }: Drive): Promise<number> {
  const start = performance.now();
  const now = () => performance.now() - start;
  let begun = 0;
  let lastBegunMs = 0;
  const worker = async () => {
    for (let slot = schedule.next(now()); slot; slot = schedule.next(now())) {
      const wait = slot.dueMs - now();
      if (wait > 0) await pause(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const begunMs = now();
      lastBegunMs = Math.max(lastBegunMs, begunMs);
      const outcome = await call(begun++);
      onOutcome(now() - Math.min(slot.dueMs, begunMs), outcome, slot.measured); // timers may be a little early
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return lastBegunMs;
}

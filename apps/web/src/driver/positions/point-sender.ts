// Sends the car's fixes in batches, one at a time and in order, over the socket or by REST; unsent fixes wait.
import { ApiProblem } from '../../api/problem';
import type { Fix } from '../simulation/drive.types';
import { MOST_IN_BATCH, nextBatch } from './point-queue.core';
import type { PointStore } from './point-store';

export interface PointsAnswer {
  readonly acceptedCount: number;
  readonly rejected: readonly { readonly index: number; readonly reason?: string }[];
}

/** Rejects with ApiProblem. */
export type Transport = (points: readonly Fix[]) => Promise<PointsAnswer>;

export interface SendingState {
  readonly waitingCount: number;
  /** The newest fix that the platform has accepted. */
  readonly sent?: Fix;
  /** Why fixes of the newest batch were rejected. */
  readonly rejection?: string;
  /** Why the platform accepts none, or has rejected one, other than being unreachable. */
  readonly problem?: ApiProblem;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export class PointSender {
  /** The batch size; smaller after a refusal that a smaller batch may avoid. */
  private most = MOST_IN_BATCH;
  private pauseMs = 0;
  private pausedUntil = 0;
  private isSending = false;
  private state: SendingState;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly store: PointStore,
    private readonly now: () => number = Date.now,
  ) {
    this.state = { waitingCount: store.points().length };
  }

  /** The fixes are stored when this returns. */
  add(fixes: readonly Fix[]): void {
    if (fixes.length === 0) return;
    this.store.add(fixes);
    this.tell({});
  }

  /** Sends until nothing waits, the network fails, or the platform asks to wait. */
  async flush(transport: Transport): Promise<void> {
    if (this.isSending || this.now() < this.pausedUntil) return;
    this.isSending = true;
    try {
      if (await this.store.adopt()) this.tell({});
      while (this.store.points().length > 0) if (!(await this.sendBatch(transport))) break;
    } finally {
      this.isSending = false;
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): SendingState => this.state;

  /** True when the next batch may follow immediately. */
  private async sendBatch(transport: Transport): Promise<boolean> {
    const batch = nextBatch(this.store.points(), this.most);
    try {
      const { acceptedCount, rejected } = await transport(batch);
      // Stale fixes had already arrived: only the response was lost.
      const rejection = rejected.find(({ reason }) => reason !== 'stale')?.reason;
      this.most = Math.min(2 * this.most, MOST_IN_BATCH);
      this.pauseMs = 0;
      this.store.remove(batch);
      this.tell({ rejection, problem: undefined, ...(acceptedCount > 0 && { sent: batch.at(-1) }) });
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      return this.refused(error, batch);
    }
  }

  /** Gives up only a fix that is refused when sent alone, or fixes of a finished route. */
  private refused(problem: ApiProblem, batch: readonly Fix[]): boolean {
    if (problem.reason === 'OFF_DUTY') {
      this.store.remove(this.store.points());
      this.tell({ problem });
      return false;
    }
    const isAboutBatch = problem.status === 400 || problem.status === 413;
    if (isAboutBatch && batch.length === 1) {
      this.store.remove(batch);
      this.tell({ problem });
      return true;
    }
    // The batch is too large, contains an invalid fix, or exceeds the driver's rate limit.
    if (isAboutBatch || problem.status === 429) this.most = Math.ceil(batch.length / 2);
    if (isAboutBatch) return true;
    const isAway = problem.status === 0 || problem.status >= 500;
    this.pauseMs = isAway ? 0 : Math.min(Math.max(2 * this.pauseMs, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
    this.pausedUntil = this.now() + Math.max(this.pauseMs, problem.retryAfterSeconds * 1_000);
    const isOfTheMoment = problem.isPassing || problem.reason === 'POSITION_CONFLICT';
    this.tell({ problem: isOfTheMoment ? undefined : problem });
    return false;
  }

  private tell(change: Partial<SendingState>): void {
    this.state = { ...this.state, ...change, waitingCount: this.store.points().length };
    for (const listener of this.listeners) listener();
  }
}

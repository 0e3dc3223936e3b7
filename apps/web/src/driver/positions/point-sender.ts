// Sends the car's fixes: batches in order, one at a time, over the socket or by REST; what cannot be sent waits.
import { ApiProblem } from '../../api/problem';
import type { Fix } from '../simulation/drive.types';
import { nextBatch, withoutBatch, withPoints } from './point-queue.core';

export interface PointsAnswer {
  readonly acceptedCount: number;
  readonly rejected: readonly { readonly index: number; readonly reason?: string }[];
}

/** Rejects with ApiProblem. */
export type Transport = (points: readonly Fix[]) => Promise<PointsAnswer>;

export interface SendingState {
  readonly waitingCount: number;
  /** The newest fix that the platform took. */
  readonly sent?: Fix;
  /** Why the newest batch had fixes that were not taken. */
  readonly rejection?: string;
  /** Why the newest batch was refused as a whole. */
  readonly problem?: ApiProblem;
}

/** Whose fixes wait in this tab, also over a reload. */
const storeKey = (routeId: string) => `lastmile.fixes.${routeId}`;

export class PointSender {
  private queue: readonly Fix[];
  private isSending = false;
  private state: SendingState;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly routeId: string) {
    this.queue = JSON.parse(sessionStorage.getItem(storeKey(routeId)) ?? '[]') as Fix[];
    this.state = { waitingCount: this.queue.length };
  }

  add(fixes: readonly Fix[]): void {
    if (fixes.length === 0) return;
    this.queue = withPoints(this.queue, fixes);
    this.tell({});
  }

  /** Sends until nothing waits or the network is away. */
  async flush(transport: Transport): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.queue.length > 0) if (!(await this.sendBatch(transport))) break;
    } finally {
      this.isSending = false;
    }
  }

  /** Before the page goes. */
  keep(): void {
    if (this.queue.length === 0) sessionStorage.removeItem(storeKey(this.routeId));
    else sessionStorage.setItem(storeKey(this.routeId), JSON.stringify(this.queue));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): SendingState => this.state;

  private async sendBatch(transport: Transport): Promise<boolean> {
    const batch = nextBatch(this.queue);
    try {
      const { acceptedCount, rejected } = await transport(batch);
      // What is stale had arrived before: an answer was lost on the way.
      const rejection = rejected.find(({ reason }) => reason !== 'stale')?.reason;
      this.queue = withoutBatch(this.queue, batch);
      this.tell({ rejection, problem: undefined, ...(acceptedCount > 0 && { sent: batch.at(-1) }) });
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      // A batch that is refused would be refused for ever; one that got no answer waits.
      if (!error.isPassing) this.queue = withoutBatch(this.queue, batch);
      this.tell({ problem: error.isPassing ? undefined : error });
      return !error.isPassing;
    }
  }

  private tell(change: Partial<SendingState>): void {
    this.state = { ...this.state, ...change, waitingCount: this.queue.length };
    for (const listener of this.listeners) listener();
  }
}

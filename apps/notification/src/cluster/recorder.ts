// Records observations one after another. Stops at the first failure, because the next observation would build on the
// failed one.
import { changesSince } from './cluster.core.js';
import type { Changes, ClusterRecords, ClusterState, Observation, Session } from './cluster.types.js';

/** How often to record that the monitor is alive, when nothing else changes. */
const HEARTBEAT_MS = 15_000;
const FORGET_EVERY_MS = 3_600_000;

export class Recorder {
  /** Rejects with the first failure. */
  readonly failure: Promise<never>;
  private readonly fail: (error: unknown) => void;
  private work: Promise<void> = Promise.resolve();
  private hasFailed = false;
  private state: ClusterState;
  private writtenAt = 0;
  private forgottenAt = 0;

  constructor(
    private readonly records: ClusterRecords,
    private readonly session: Session,
  ) {
    this.state = session.state;
    const { promise, reject } = Promise.withResolvers<never>();
    [this.failure, this.fail] = [promise, reject];
    promise.catch(() => undefined);
  }

  add(seen: Observation): void {
    this.work = this.work
      .then(() => (this.hasFailed ? undefined : this.record(seen, new Date())))
      .catch((error: unknown) => {
        this.hasFailed = true;
        this.fail(error);
      });
  }

  async idle(): Promise<void> {
    await this.work;
  }

  private async record(seen: Observation, now: Date): Promise<void> {
    const changes = changesSince(this.state, seen, now);
    if (!hasChanges(this.state, changes) && now.getTime() - this.writtenAt < HEARTBEAT_MS) return;
    if (!(await this.records.record(this.session.epoch, changes, now)))
      throw new Error('another replica has taken over');
    this.state = changes.state;
    this.writtenAt = now.getTime();
    if (now.getTime() - this.forgottenAt < FORGET_EVERY_MS) return;
    await this.records.forget(now);
    this.forgottenAt = now.getTime();
  }
}

const hasChanges = (before: ClusterState, { state, events, counts }: Changes): boolean =>
  events.length > 0 || counts.length > 0 || JSON.stringify(state) !== JSON.stringify(before);

// Jobs of broadcasts, enqueued in the transaction that needs them; broadcast.jobs.ts runs them.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Jobs } from '@lastmile/events';
import { Database, type Transaction } from '@lastmile/postgres';

export const WRITE_BROADCASTS = 'write-broadcasts';
export const SEND_BROADCASTS = 'send-broadcasts';
/** How long to wait before checking the number of waiting deliveries again. */
const WAIT_SECONDS = 1;

/** At most one job of each kind waits; a running job ends by itself. */
@Injectable()
export class BroadcastQueue {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Writes the next batches into inboxes. */
  write(tx: Transaction | Database = this.database): Promise<void> {
    return this.jobs.enqueue(tx, { name: WRITE_BROADCASTS, key: WRITE_BROADCASTS });
  }

  /** Sends the next batches to devices. */
  send(tx: Transaction | Database = this.database): Promise<void> {
    return this.jobs.enqueue(tx, { name: SEND_BROADCASTS, key: SEND_BROADCASTS });
  }

  /**
   * The same, later, when fewer deliveries may be waiting. In real time, independent of the speed of the domain's
   * clock.
   */
  sendLater(): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + WAIT_SECONDS * 1_000 * this.clock.speed);
    return this.jobs.enqueue(this.database, { name: SEND_BROADCASTS, key: SEND_BROADCASTS, runAt });
  }
}

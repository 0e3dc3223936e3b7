// Jobs of broadcasts, in the transaction that makes them necessary; broadcast.jobs.ts runs them.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Jobs } from '@lastmile/events';
import { Database, type Transaction } from '@lastmile/postgres';

export const WRITE_BROADCASTS = 'write-broadcasts';
export const SEND_BROADCASTS = 'send-broadcasts';
/** Until deliveries that wait are looked at again. */
const WAIT_SECONDS = 1;

/** One job of each kind waits at most; a running one ends by itself. */
@Injectable()
export class BroadcastQueue {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Writes the next pieces into inboxes. */
  write(tx: Transaction | Database = this.database): Promise<void> {
    return this.jobs.enqueue(tx, { name: WRITE_BROADCASTS, key: WRITE_BROADCASTS });
  }

  /** Sends the next pieces to devices. */
  send(tx: Transaction | Database = this.database): Promise<void> {
    return this.jobs.enqueue(tx, { name: SEND_BROADCASTS, key: SEND_BROADCASTS });
  }

  /** The same, when deliveries that wait may be fewer. In wall time, however fast the domain's clock is. */
  sendLater(): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + WAIT_SECONDS * 1_000 * this.clock.speed);
    return this.jobs.enqueue(this.database, { name: SEND_BROADCASTS, key: SEND_BROADCASTS, runAt });
  }
}

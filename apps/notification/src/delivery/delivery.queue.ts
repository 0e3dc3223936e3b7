// Enqueues the delivery of an entry to the reader's devices: one durable job per device, in the transaction that writes
// the entry.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import { Clock } from '@lastmile/config';
import { Database, type Queries } from '@lastmile/postgres';
import { Channels } from './channel.js';
import type { Delivery, Receipt } from './delivery.types.js';

export const DELIVER = 'deliver';
export const CHECK_RECEIPT = 'check-receipt';
/**
 * Concurrent deliveries over all replicas; those of one device run one after another. A push service that hangs must
 * not block every worker, because the same workers write the inboxes.
 */
export const DELIVERY_QUEUES = 8;
/** Retries take about three and a half hours in total; messages that expire earlier are dropped earlier. */
const ATTEMPTS = 17;
const JOBS_PER_STATEMENT = 1_000;
/** Receipts are available after a few minutes and kept for a day. */
const RECEIPT_MINUTES = 15;

interface DeliveryRow {
  device_id: string;
  user_id: string;
  sequence: number;
}

@Injectable()
export class DeliveryQueue {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly channels: Channels,
    private readonly clock: Clock,
  ) {}

  /** Does nothing when no channel is configured or the reader has no device. */
  async add(
    tx: Queries,
    entries: readonly Omit<Delivery, 'deviceId'>[],
    urgency: 'normal' | 'background' = 'normal',
  ): Promise<void> {
    const { kinds } = this.channels;
    if (kinds.length === 0 || entries.length === 0) return;
    const rows = await tx.many<DeliveryRow>(
      `SELECT device_id, user_id, sequence FROM unnest($1::uuid[], $2::bigint[]) AS entry (user_id, sequence)
       JOIN devices USING (user_id) WHERE kind = ANY ($3)`,
      [entries.map(({ userId }) => userId), entries.map(({ sequence }) => sequence), kinds],
    );
    for (let from = 0; from < rows.length; from += JOBS_PER_STATEMENT) {
      await this.jobs.enqueue(
        tx,
        ...rows.slice(from, from + JOBS_PER_STATEMENT).map((row) => jobOf(row, urgency === 'background' ? 1 : 0)),
      );
    }
  }

  /** Number of deliveries that could run now, at most `most`. */
  async waiting(tx: Queries, most: number): Promise<number> {
    return this.jobs.due(tx, DELIVER, most);
  }

  /** At most one check per device waits: the newest receipt also shows whether the device is gone. */
  async checkLater(receipt: Receipt): Promise<void> {
    // Receipts become available in real time, independent of the speed of the domain's clock.
    const runAt = new Date(this.clock.now().getTime() + RECEIPT_MINUTES * 60_000 * this.clock.speed);
    await this.jobs.enqueue(this.database, { name: CHECK_RECEIPT, key: receipt.deviceId, data: receipt, runAt });
  }
}

function jobOf({ device_id, user_id, sequence }: DeliveryRow, priority: number) {
  const data: Delivery = { deviceId: device_id, userId: user_id, sequence };
  // The last digit of a random UUID serves as a hash.
  const queue = `${DELIVER}-${parseInt(device_id.slice(-1), 16) % DELIVERY_QUEUES}`;
  return { name: DELIVER, data, queue, priority, maxAttempts: ATTEMPTS };
}

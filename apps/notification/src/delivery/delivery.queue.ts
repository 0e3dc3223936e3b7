// Puts an entry on its way to the reader's devices: one durable job a device, in the transaction that writes the entry.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import { Clock } from '@lastmile/config';
import { Database, type Queries } from '@lastmile/postgres';
import { Channels } from './channel.js';
import type { Delivery, Receipt } from './delivery.types.js';

export const DELIVER = 'deliver';
export const CHECK_RECEIPT = 'check-receipt';
/**
 * Deliveries at work at a time, over all replicas, and each device's one after the other: a push service that hangs must
 * not hold every worker, since the same workers write the inboxes.
 */
export const DELIVERY_QUEUES = 8;
/** Over some three and a half hours; what nobody wants to hear of any more by then is dropped before. */
const ATTEMPTS = 17;
const JOBS_PER_STATEMENT = 1_000;
/** Receipts are there after a few minutes and kept for a day. */
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

  /** Nothing to do where nothing is configured, or nobody has a device. */
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

  /** How many deliveries could be made now; counts up to `most`. */
  async waiting(tx: Queries, most: number): Promise<number> {
    return this.jobs.due(tx, DELIVER, most);
  }

  /** One waiting check a device: a dead device shows in the newest receipt as well as in each before. */
  async checkLater(receipt: Receipt): Promise<void> {
    // Receipts come in wall time, however fast the domain's clock is.
    const runAt = new Date(this.clock.now().getTime() + RECEIPT_MINUTES * 60_000 * this.clock.speed);
    await this.jobs.enqueue(this.database, { name: CHECK_RECEIPT, key: receipt.deviceId, data: receipt, runAt });
  }
}

function jobOf({ device_id, user_id, sequence }: DeliveryRow, priority: number) {
  const data: Delivery = { deviceId: device_id, userId: user_id, sequence };
  // The last digit of a random UUID is as good as any hash.
  const queue = `${DELIVER}-${parseInt(device_id.slice(-1), 16) % DELIVERY_QUEUES}`;
  return { name: DELIVER, data, queue, priority, maxAttempts: ATTEMPTS };
}

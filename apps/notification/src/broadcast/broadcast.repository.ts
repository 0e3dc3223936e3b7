// Writes one entry into many inboxes, in batches of a few hundred. Each batch is its own transaction, which locks its
// inboxes for about ten milliseconds and stores the progress. If a process dies, another one continues, and nobody gets
// the entry twice. Batches lock inboxes in the order of the readers' ids, like all code that locks several inboxes.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database, keepingState, type Queries, type RequestKey, type Transaction } from '@lastmile/postgres';
import { DeliveryQueue } from '../delivery/delivery.queue.js';
import { announce } from '../inbox/notification.repository.js';
import { BroadcastQueue } from './broadcast.queue.js';
import type { Broadcast, NewBroadcast, Progress } from './broadcast.types.js';

const PIECE = 500;
/** Maximum waiting deliveries: pushes to a whole city must not delay all other jobs. */
const MOST_WAITING = 2_000;

interface Row {
  broadcast_id: string;
  title: string;
  body: string;
  user_ids: string[] | null;
  create_time: Date;
  written_up_to: string | null;
  recipient_count: number;
  written_time: Date | null;
  sent_up_to: string | null;
}

@Injectable()
export class BroadcastRepository {
  constructor(
    private readonly database: Database,
    private readonly queue: BroadcastQueue,
    private readonly deliveries: DeliveryQueue,
  ) {}

  /** Accepts a broadcast, once per request id. After this it will be written, even if this process dies. */
  async accept(key: RequestKey, { title, body, userIds, createTime }: NewBroadcast): Promise<Broadcast> {
    const write = async (tx: Transaction): Promise<Broadcast> => {
      const broadcastId = randomUUID();
      await tx.query(
        'INSERT INTO broadcasts (broadcast_id, title, body, user_ids, create_time) VALUES ($1, $2, $3, $4, $5)',
        [broadcastId, title, body, userIds.length > 0 ? userIds : null, createTime],
      );
      await this.queue.write(tx);
      return { broadcastId, title, body, createTime, recipientCount: 0 };
    };
    // A repeat has another time, so the time is not compared.
    return this.database.once(key, { userIds, title, body }, write, kept);
  }

  /** Throws not_found BROADCAST_NOT_FOUND. */
  get(broadcastId: string): Promise<Broadcast> {
    return find(this.database, broadcastId);
  }

  /** Writes the next batch of the oldest broadcast that is not completely written. */
  async writePiece(now: Date): Promise<Progress> {
    return this.database.transaction(async (tx) => {
      const row = await tx.maybeOne<Row>(
        'SELECT * FROM broadcasts WHERE written_time IS NULL ORDER BY number LIMIT 1 FOR UPDATE',
      );
      if (!row) return 'nothing';
      const readers = await nextReaders(tx, row);
      const written = await tx.many<{ user_id: string; sequence: number }>(
        `WITH entry AS (
           INSERT INTO notifications (user_id, sequence, event_id, kind, title, body, data, create_time)
           SELECT user_id, last_sequence + 1, $2, 'broadcast', $3, $4, '{}', $5 FROM inboxes WHERE user_id = ANY ($1::uuid[])
           ON CONFLICT (user_id, event_id) DO NOTHING RETURNING user_id, sequence)
         UPDATE inboxes SET last_sequence = entry.sequence FROM entry WHERE inboxes.user_id = entry.user_id
         RETURNING entry.user_id, entry.sequence`,
        [readers, row.broadcast_id, row.title, row.body, row.create_time],
      );
      await announce(tx, written);
      const isLast = readers.length < PIECE;
      await tx.query(
        `UPDATE broadcasts SET written_up_to = coalesce($2, written_up_to), recipient_count = recipient_count + $3, written_time = $4,
           user_ids = CASE WHEN $4::timestamptz IS NULL THEN user_ids END
         WHERE broadcast_id = $1`,
        [row.broadcast_id, readers.at(-1) ?? null, written.length, isLast ? now : null],
      );
      if (isLast) await this.queue.send(tx);
      return 'more';
    });
  }

  /** Enqueues deliveries for the next batch of the oldest written broadcast, unless too many deliveries are waiting. */
  async sendPiece(now: Date): Promise<Progress> {
    return this.database.transaction(async (tx) => {
      const row = await tx.maybeOne<Row>(
        `SELECT * FROM broadcasts WHERE written_time IS NOT NULL AND sent_time IS NULL ORDER BY number LIMIT 1 FOR UPDATE`,
      );
      if (!row) return 'nothing';
      if ((await this.deliveries.waiting(tx, MOST_WAITING)) >= MOST_WAITING) return 'waits';
      const entries = await tx.many<{ user_id: string; sequence: number }>(
        `SELECT reader.user_id, sequence FROM (
           SELECT DISTINCT user_id FROM devices WHERE $2::uuid IS NULL OR user_id > $2 ORDER BY user_id LIMIT $3) AS reader
         LEFT JOIN notifications AS entry ON entry.user_id = reader.user_id AND entry.event_id = $1
         ORDER BY reader.user_id`,
        [row.broadcast_id, row.sent_up_to, PIECE],
      );
      await this.deliveries.add(
        tx,
        entries.flatMap(({ user_id: userId, sequence }) => (sequence === null ? [] : [{ userId, sequence }])),
        'background',
      );
      await tx.query(
        'UPDATE broadcasts SET sent_up_to = coalesce($2, sent_up_to), sent_time = $3 WHERE broadcast_id = $1',
        [row.broadcast_id, entries.at(-1)?.user_id ?? null, entries.length < PIECE ? now : null],
      );
      return 'more';
    });
  }
}

/** Locks the next inboxes in the order of their readers' ids. Fewer than a full batch means that there are no more. */
async function nextReaders(tx: Transaction, { user_ids, written_up_to }: Row): Promise<string[]> {
  const rows = await tx.many<{ user_id: string }>(
    user_ids
      ? `SELECT user_id FROM inboxes WHERE ($1::uuid IS NULL OR user_id > $1) AND user_id = ANY ($3::uuid[]) ORDER BY user_id LIMIT $2 FOR UPDATE`
      : `SELECT user_id FROM inboxes WHERE user_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY user_id LIMIT $2 FOR UPDATE`,
    user_ids ? [written_up_to, PIECE, user_ids] : [written_up_to, PIECE],
  );
  return rows.map(({ user_id }) => user_id);
}

async function find(queries: Queries, broadcastId: string): Promise<Broadcast> {
  const row = await queries.maybeOne<Row>('SELECT * FROM broadcasts WHERE broadcast_id = $1', [broadcastId]);
  if (!row) throw notFound('broadcast', broadcastId);
  return toBroadcast(row);
}

/** Stores only the id: a repeated request is answered with the current progress. */
const kept = keepingState<Broadcast, 'broadcastId'>('broadcastId', [], find);

const toBroadcast = (row: Row): Broadcast => ({
  broadcastId: row.broadcast_id,
  title: row.title,
  body: row.body,
  createTime: row.create_time,
  recipientCount: row.recipient_count,
  ...(row.written_time ? { writtenTime: row.written_time } : {}),
});

// Inboxes and their entries. Appending locks the inbox's row until the commit, so numbers have no gaps and become
// visible in order. Postgres notifies every replica of an append; the notice contains the position, never the content.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database, type Keeping, type RequestKey, type Transaction } from '@lastmile/postgres';
import { DeliveryQueue } from '../delivery/delivery.queue.js';
import { INBOX_CHANNEL } from './inbox-wakeup.types.js';
import type {
  AggregateState,
  Cursor,
  NewNotification,
  Notification,
  Page,
  PendingEntry,
} from '../notification.types.js';

interface NotificationRow {
  user_id: string;
  sequence: number;
  kind: string;
  title: string;
  body: string;
  data: Record<string, string>;
  create_time: Date;
  read_time: Date | null;
}

/** Inboxes in one notice: Postgres allows 8,000 bytes. */
const MOST_NAMED = 100;

@Injectable()
export class NotificationRepository {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryQueue,
  ) {}

  /**
   * Writes the entries of an event, all or none. Skips entries that this event has already caused, and entries older
   * than what their reader has already been told. Unknown people get an inbox in English; erased people get none.
   */
  async deliver(eventId: string, entries: readonly PendingEntry[]): Promise<void> {
    // The same lock order everywhere, so that two deliveries to the same people cannot deadlock.
    const ordered = [...entries].sort((a, b) => (a.userId < b.userId ? -1 : 1));
    await this.database.transaction(async (tx) => {
      const erased = await erasedAmong(tx, [
        ...entries.map(({ userId }) => userId),
        ...entries.flatMap(({ about }) => about),
      ]);
      for (const { userId, state, compose } of ordered.filter((entry) => !erased.has(entry.userId))) {
        await tx.query('INSERT INTO inboxes (user_id) VALUES ($1) ON CONFLICT DO NOTHING', [userId]);
        const language = await lock(tx, userId);
        await this.append(tx, eventId, compose(language ?? 'en', erased), state);
      }
    });
  }

  /** Sends once per request id. Throws not_found USER_NOT_FOUND when there is no such inbox. */
  async send(key: RequestKey, notification: NewNotification): Promise<Notification> {
    const write = async (tx: Transaction): Promise<Notification> => {
      if ((await lock(tx, notification.userId)) === undefined) throw notFound('user', notification.userId);
      const sequence = await this.append(tx, randomUUID(), notification);
      return { ...notification, sequence: sequence! };
    };
    // A repeat has another time, so the time is not compared.
    return this.database.once(key, { ...notification, createTime: undefined }, write, keptEntry);
  }

  /** Up to `limit` entries after each cursor, grouped by user, in order. */
  async readAfter(cursors: readonly Cursor[], limit: number): Promise<Notification[]> {
    const rows = await this.database.many<NotificationRow>(
      `SELECT entry.* FROM unnest($1::uuid[], $2::bigint[]) AS cursor (user_id, after)
       CROSS JOIN LATERAL (
         SELECT * FROM notifications n WHERE n.user_id = cursor.user_id AND n.sequence > cursor.after
         ORDER BY n.sequence LIMIT $3) AS entry
       ORDER BY entry.user_id, entry.sequence`,
      [cursors.map(({ userId }) => userId), cursors.map(({ afterSequence }) => afterSequence), limit],
    );
    return rows.map(toNotification);
  }

  /** For people without an inbox the page is empty. */
  async page(cursor: Cursor, limit: number): Promise<Page> {
    const notifications = await this.readAfter([cursor], limit);
    const row = await this.database.maybeOne<{ last_sequence: number }>(
      'SELECT last_sequence FROM inboxes WHERE user_id = $1',
      [cursor.userId],
    );
    const unreadCount = await this.unreadCount(cursor.userId);
    return { notifications, lastSequence: row?.last_sequence ?? 0, unreadCount };
  }

  /**
   * Returns how many entries are still unread. Rows are locked in order, because two devices of one person may do this
   * at the same time.
   */
  async markRead(userId: string, upToSequence: number, now: Date): Promise<number> {
    await this.database.query(
      `WITH unread AS (
         SELECT sequence FROM notifications WHERE user_id = $1 AND sequence <= $2 AND read_time IS NULL
         ORDER BY sequence FOR NO KEY UPDATE)
       UPDATE notifications SET read_time = $3 FROM unread
       WHERE user_id = $1 AND notifications.sequence = unread.sequence`,
      [userId, upToSequence, now],
    );
    return this.unreadCount(userId);
  }

  private async unreadCount(userId: string): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(
      'SELECT count(*) FROM notifications WHERE user_id = $1 AND read_time IS NULL',
      [userId],
    );
    return count;
  }

  /**
   * Appends to a locked inbox and returns the number. Undefined when the inbox already has an entry of this event or a
   * newer state.
   */
  private async append(
    tx: Transaction,
    eventId: string,
    entry: NewNotification,
    state?: AggregateState,
  ): Promise<number | undefined> {
    const row = await tx.maybeOne<{ sequence: number }>(
      `WITH written AS (
         INSERT INTO notifications (user_id, sequence, event_id, kind, title, body, data, create_time,
           aggregate_id, aggregate_version)
         SELECT user_id, last_sequence + 1, $2, $3, $4, $5, $6, $7, $9, $10 FROM inboxes
         WHERE user_id = $1 AND NOT EXISTS (
           SELECT FROM notifications AS newer
           WHERE newer.user_id = $1 AND newer.aggregate_id = $9 AND newer.aggregate_version > $10)
         ON CONFLICT (user_id, event_id) DO NOTHING RETURNING user_id, sequence)
       UPDATE inboxes SET last_sequence = written.sequence FROM written WHERE inboxes.user_id = written.user_id
       RETURNING written.sequence, pg_notify($8, written.user_id || ' ' || written.sequence)`,
      [
        ...[entry.userId, eventId, entry.kind, entry.title, entry.body, entry.data, entry.createTime, INBOX_CHANNEL],
        state?.aggregateId ?? null,
        state?.version ?? null,
      ],
    );
    if (row) await this.deliveries.add(tx, [{ userId: entry.userId, sequence: row.sequence }]);
    return row?.sequence;
  }
}

/** Notifies every replica of the inboxes with new entries, many in one notice. */
export async function announce(
  tx: Transaction,
  written: readonly { user_id: string; sequence: number }[],
): Promise<void> {
  const messages = Array.from({ length: Math.ceil(written.length / MOST_NAMED) }, (_, i) =>
    written
      .slice(i * MOST_NAMED, (i + 1) * MOST_NAMED)
      .map(({ user_id, sequence }) => `${user_id} ${sequence}`)
      .join('\n'),
  );
  await tx.query('SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message', [INBOX_CHANNEL, messages]);
}

/** Which of these people have an erased account. The others cannot be erased until the transaction ends. */
export async function erasedAmong(tx: Transaction, people: readonly string[]): Promise<Set<string>> {
  const rows = await tx.many<{ person: string }>(
    'SELECT person FROM unnest($1::text[]) AS person WHERE is_erased(person)',
    [[...new Set(people)].sort()],
  );
  return new Set(rows.map(({ person }) => person));
}

/** Locks an inbox and returns its language, undefined when there is none. */
async function lock(tx: Transaction, userId: string): Promise<string | undefined> {
  const row = await tx.maybeOne<{ language: string }>('SELECT language FROM inboxes WHERE user_id = $1 FOR UPDATE', [
    userId,
  ]);
  return row?.language;
}

/** Stores where the entry is; its content is only in the inbox. */
const keptEntry: Keeping<Notification> = {
  store: ({ userId, sequence }) => ({ userId, sequence }),
  async restore(queries, stored) {
    const { userId, sequence } = stored as Pick<Notification, 'userId' | 'sequence'>;
    const row = await queries.maybeOne<NotificationRow>(
      'SELECT * FROM notifications WHERE user_id = $1 AND sequence = $2',
      [userId, sequence],
    );
    if (!row) throw notFound('notification', String(sequence));
    return toNotification(row);
  },
};

const toNotification = (row: NotificationRow): Notification => ({
  userId: row.user_id,
  sequence: row.sequence,
  kind: row.kind,
  title: row.title,
  body: row.body,
  data: row.data,
  createTime: row.create_time,
  ...(row.read_time ? { readTime: row.read_time } : {}),
});

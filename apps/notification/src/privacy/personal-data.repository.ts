// The personal data in the notification service: inboxes, devices and addresses, and mentions in other people's
// inboxes. Entries of others are kept, so that their numbers have no gaps, but no longer mention the erased person.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Database, type Transaction } from '@lastmile/postgres';
import { PersonalData, type Person, type RetentionRule, type Section } from '@lastmile/privacy';
import { messageFor } from '../messages.js';
import { NotificationConfig } from '../notification.config.js';

const BATCH = 500;

@Injectable()
export class NotificationPersonalData extends PersonalData {
  readonly sections: readonly Section[] = [
    {
      name: 'devices',
      read: (userId, after, limit) =>
        this.database.many(
          `SELECT device_id::text AS key,
             jsonb_build_object('kind', kind, 'createTime', create_time, 'seenTime', seen_time) AS record
           FROM devices WHERE user_id = $1 AND ($2 = '' OR device_id > nullif($2, '')::uuid) ORDER BY device_id LIMIT $3`,
          [userId, after, limit],
        ),
    },
    {
      name: 'inbox',
      read: (userId, after, limit) =>
        this.database.many(
          `SELECT sequence::text AS key, jsonb_build_object('sequence', sequence, 'kind', kind, 'title', title,
             'body', body, 'createTime', create_time, 'readTime', read_time) AS record
           FROM notifications WHERE user_id = $1 AND sequence > coalesce(nullif($2, '')::bigint, 0)
           ORDER BY sequence LIMIT $3`,
          [userId, after, limit],
        ),
    },
  ];

  readonly retention: readonly RetentionRule[] = [
    { name: 'inbox entries', sweep: (limit) => this.deleteEntries(limit) },
    { name: 'devices', sweep: (limit) => this.deleteDevices(limit) },
    { name: 'broadcasts', sweep: (limit) => this.deleteBroadcasts(limit) },
  ];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: NotificationConfig,
  ) {
    super();
  }

  erase({ userId, pseudonymId }: Person): Promise<number> {
    return this.database.transaction(async (tx) => {
      const about = await this.entriesAbout(tx, userId);
      for (const { user_id, sequence, language } of about) {
        const { title, body } = messageFor(language, 'person.erased', {});
        await tx.query(
          `UPDATE notifications SET title = $3, body = $4,
             data = replace(data::text, $5, $6)::jsonb WHERE user_id = $1 AND sequence = $2`,
          [user_id, sequence, title, body, userId, pseudonymId],
        );
      }
      const { rowCount } = await tx.query(
        `DELETE FROM notifications WHERE user_id = $1 AND sequence IN (
           SELECT sequence FROM notifications WHERE user_id = $1 LIMIT ${BATCH})`,
        [userId],
      );
      if (about.length + rowCount > 0) return about.length + rowCount;
      await tx.query('DELETE FROM devices WHERE user_id = $1', [userId]);
      return (await tx.query('DELETE FROM inboxes WHERE user_id = $1', [userId])).rowCount;
    });
  }

  private entriesAbout(tx: Transaction, userId: string) {
    return tx.many<{ user_id: string; sequence: number; language: string }>(
      `SELECT user_id, sequence, language FROM notifications JOIN inboxes USING (user_id)
       WHERE data ->> 'rider_id' <> user_id::text AND data ->> 'rider_id' = $1
          OR data ->> 'driver_id' <> user_id::text AND data ->> 'driver_id' = $1
       ORDER BY user_id, sequence LIMIT ${BATCH}`,
      [userId],
    );
  }

  /** Deletes the oldest entries of an inbox first, so that the remaining numbers have no gaps. */
  private async deleteEntries(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM notifications WHERE (user_id, sequence) IN (
         SELECT user_id, sequence FROM notifications WHERE create_time < $1::timestamptz - make_interval(days => $2)
         ORDER BY create_time, sequence LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), this.config.inboxRetentionDays, limit],
    );
    return rowCount;
  }

  /** Broadcasts may mention people, so they are deleted at the same age as their entries. */
  private async deleteBroadcasts(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM broadcasts WHERE broadcast_id IN (
         SELECT broadcast_id FROM broadcasts WHERE sent_time < $1::timestamptz - make_interval(days => $2)
         LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), this.config.inboxRetentionDays, limit],
    );
    return rowCount;
  }

  /** Mailboxes do not count: they are deleted with the account. */
  private async deleteDevices(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM devices WHERE device_id IN (
         SELECT device_id FROM devices WHERE kind <> 'email' AND seen_time < $1::timestamptz - make_interval(days => $2)
         ORDER BY seen_time LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), this.config.deviceRetentionDays, limit],
    );
    return rowCount;
  }
}

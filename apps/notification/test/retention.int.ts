// Entries of inboxes and broadcasts go after 90 days, devices that were not seen after a year; what is younger stays.
import { randomUUID } from 'node:crypto';
import { ManualClock, testDatabase, type TestDatabase } from '@lastmile/testing';
import { NotificationConfig } from '../src/notification.config.js';
import { NotificationPersonalData } from '../src/privacy/personal-data.repository.js';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase('notification')));
afterAll(() => db.close());

const sweepAll = async () => {
  const data = new NotificationPersonalData(db.database, new ManualClock(new Date()), new NotificationConfig());
  for (const rule of data.retention) await rule.sweep(500);
};
const left = async (table: string, key: string) =>
  (await db.admin<{ key: string }>(`SELECT ${key} AS key FROM notification.${table} ORDER BY 1`)).map((row) => row.key);

test('each rule takes what is older than its time, in two replicas at once', async () => {
  const userId = randomUUID();
  await db.admin('INSERT INTO notification.inboxes (user_id, last_sequence) VALUES ($1, 3)', [userId]);
  for (const [sequence, days] of [
    [1, 91],
    [2, 91],
    [3, 89],
  ] as const) {
    await db.admin(
      `INSERT INTO notification.notifications (user_id, sequence, event_id, kind, title, body, data, create_time)
       VALUES ($1, $2::int, $2::int::text, 'x', 'x', 'x', '{}', now() - make_interval(days => $3))`,
      [userId, sequence, days],
    );
  }
  for (const [kind, token, days] of [
    ['expo', 'old', 366],
    ['web_push', 'young', 364],
    ['email', 'mailbox', 3660],
  ] as const) {
    await db.admin(
      `INSERT INTO notification.devices (device_id, user_id, kind, token, token_hash, create_time, seen_time)
       VALUES (gen_random_uuid(), $1, $2, $3, sha256(convert_to($3, 'UTF8')), now(), now() - make_interval(days => $4))`,
      [userId, kind, token, days],
    );
  }
  for (const [title, days, sent] of [
    ['old', 91, true],
    ['old, and not sent', 91, false],
    ['young', 89, true],
  ] as const) {
    await db.admin(
      `INSERT INTO notification.broadcasts (broadcast_id, title, body, create_time, written_time, sent_time)
       SELECT gen_random_uuid(), $1, 'x', at, at, CASE WHEN $3 THEN at END FROM (SELECT now() - make_interval(days => $2) AS at)`,
      [title, days, sent],
    );
  }
  await Promise.all([sweepAll(), sweepAll()]);
  expect(await left('notifications', 'sequence')).toEqual(['3']);
  expect(await left('devices', 'token')).toEqual(['mailbox', 'young']);
  expect(await left('broadcasts', 'title')).toEqual(['old, and not sent', 'young']);
});

// Jobs that gave up: operators hear of them, and can have them tried again or removed.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Role } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { APPS_DIRECTORY } from '@lastmile/postgres';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { handled, startNotification, tell, userEvent, type RunningNotificationService } from './start-notification.js';

const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
let db: TestDatabase;

beforeAll(async () => void (db = await testDatabase('notification')));
afterAll(() => db?.close());

/** Has rider's job fail as often as it is tried. Returns how long the tries took, pauses included. */
async function failForGood(): Promise<number> {
  const rider = db.databaseOf('rider');
  await rider.query(`SELECT queue.add_jobs('[{"identifier":"rider/x","payload":{"data":"secret"}}]')`);
  await rider.query(`SELECT queue.register_tasks('{rider/x}')`);
  const take = `SELECT id FROM queue.take_job('worker', ARRAY(SELECT id FROM queue.tasks('{rider/x}')))`;
  let seconds = 0;
  for (;;) {
    const job = await rider.maybeOne<{ id: number }>(take);
    if (!job) return seconds;
    const failures = JSON.stringify([{ jobId: job.id, message: 'not today' }]);
    await rider.query(`SELECT queue.fail_jobs('worker', $1)`, [failures]);
    const [pause] = await db.admin<{ seconds: number }>(
      `SELECT extract(epoch FROM run_at - now())::float8 AS seconds FROM events._private_jobs WHERE id = $1 AND attempts < max_attempts`,
      [job.id],
    );
    seconds += pause?.seconds ?? 0;
    await db.admin('UPDATE events._private_jobs SET run_at = now() WHERE id = $1', [job.id]);
  }
}

const inbox = async (service: RunningNotificationService) =>
  (await service.client.listNotifications({ afterSequence: 0, pageSize: 0 }, { caller: operator })).notifications;

it('are tried for some six hours, and told to operators once, without what is in them', async () => {
  expect((await failForGood()) / 3600).toBeCloseTo(6, 0);
  const [one, two] = await Promise.all([startNotification(db), startNotification(db)]);
  try {
    await tell(db, userEvent(operator.userId, 'en', 1, '', [Role.ROLE_OPERATOR]));
    await handled(db);
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
  const [three, four] = await Promise.all([startNotification(db), startNotification(db)]);
  try {
    const alert = await waitFor(async () => (await inbox(three))[0]);
    expect(alert).toMatchObject({ kind: 'platform.jobs_failed', title: 'rider/x: 1 jobs gave up' });
    expect(JSON.stringify(alert)).not.toContain('secret');
    expect(await inbox(four)).toHaveLength(1);
  } finally {
    await Promise.all([three.stop(), four.stop()]);
  }
  await expect(db.databaseOf('rider').query('SELECT * FROM queue.dead_jobs()')).rejects.toMatchObject({
    code: '42501',
  });
});

it('are tried again, or removed, by what the operations guide says', async () => {
  const guide = readFileSync(join(APPS_DIRECTORY, '../docs/operations.md'), 'utf8').replaceAll(
    'rider:trip.offered',
    'rider/x',
  );
  const [list, retry, remove] = /```sql\n(SELECT id, task_identifier[^`]+)```/.exec(guide)![1]!.split(';');
  expect(await db.admin(list!)).toMatchObject([{ task_identifier: 'rider/x', attempts: 25, last_error: 'not today' }]);
  expect(await db.admin(retry!)).toEqual([{ count: '1' }]);
  expect(await db.admin(list!)).toEqual([]);
  await failForGood();
  expect(await db.admin(remove!)).toEqual([{ count: '2' }]);
  expect(await db.admin(`SELECT FROM events.jobs WHERE task_identifier = 'rider/x'`)).toEqual([]);
});

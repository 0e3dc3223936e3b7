// Sessions, tokens and counts of attempts go when they are over; what may still be used stays.
import { randomUUID } from 'node:crypto';
import { ManualClock, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { UserPersonalData } from '../src/privacy/personal-data.repository.js';
import { startUser, testConfig } from './start-user.js';

let db: TestDatabase;
beforeAll(async () => void (db = await testDatabase('user')));
afterAll(() => db.close());

const sweepAll = async () => {
  const data = new UserPersonalData(db.database, new ManualClock(new Date()), testConfig());
  for (const rule of data.retention) await rule.sweep(500);
};
const TABLES = [
  ['session_families', 'address'],
  ['refresh_tokens', 'token_hash'],
  ['password_resets', 'token_hash'],
  ['reset_retries', 'link_hash'],
  ['sign_in_attempts', 'source'],
  ['known_devices', 'token_hash'],
  ['revocations', 'below_version'],
] as const;

test('a secret that nobody proved goes after an hour; one that is in use never does', async () => {
  for (const [name, minutes, isProven] of [
    ['unproven', 61, false],
    ['fresh', 59, false],
    ['proven', 61, true],
  ] as const) {
    await db.admin(
      `WITH ana AS (
         INSERT INTO "user".users (user_id, email, display_name, language, roles, create_time)
         VALUES (gen_random_uuid(), $1 || '@factors.example', 'Ana', 'en', '{rider}', now()) RETURNING user_id)
       INSERT INTO "user".second_factors (user_id, sealed_secret, create_time, confirm_time)
       SELECT user_id, $1, now() - make_interval(mins => $2), CASE WHEN $3 THEN now() END FROM ana`,
      [name, minutes, isProven],
    );
  }
  await Promise.all([sweepAll(), sweepAll()]);
  const left = await db.admin<{ sealed_secret: string }>('SELECT sealed_secret FROM "user".second_factors ORDER BY 1');
  expect(left.map(({ sealed_secret: name }) => name)).toEqual(['fresh', 'proven']);
  await db.admin('DELETE FROM "user".users');
});

test('each rule takes what is over, in two replicas at once', async () => {
  const userId = randomUUID();
  await db.admin(
    `INSERT INTO "user".users (user_id, email, display_name, language, roles, create_time)
     VALUES ($1, 'a@example.com', 'Ana', 'en', '{rider}', now() - interval '400 days')`,
    [userId],
  );
  /** Sessions stay for 30 days after they have expired. */
  for (const [name, version, sessionDays, seconds] of [
    ['over', 1, 31, 1],
    ['valid', 2, 29, -60],
  ] as const) {
    const end = `now() - make_interval(secs => ${seconds})`;
    await db.admin(
      `WITH family AS (
         INSERT INTO "user".session_families (family_id, user_id, expire_time, create_time, last_use_time, end_time, address)
         SELECT gen_random_uuid(), $1, at, at, at, at, $2 FROM (SELECT now() - make_interval(days => ${sessionDays}) AS at)
         RETURNING family_id, expire_time)
       INSERT INTO "user".refresh_tokens (token_hash, family_id, expire_time) SELECT $2, family_id, expire_time FROM family`,
      [userId, name],
    );
    await db.admin(`INSERT INTO "user".password_resets VALUES ($2, $1, ${end})`, [userId, name]);
    await db.admin(`INSERT INTO "user".reset_retries VALUES ($1, 'x', ${end})`, [name]);
    await db.admin(`INSERT INTO "user".sign_in_attempts VALUES ('a', $1, '{}', ${end})`, [name]);
    await db.admin(`INSERT INTO "user".known_devices VALUES ($2, $1, now(), ${end})`, [userId, name]);
    await db.admin(
      `INSERT INTO "user".revocations (user_id, below_version, revoke_time, expire_time) VALUES ($1, ${version}, now(), ${end})`,
      [userId],
    );
  }
  await Promise.all([sweepAll(), sweepAll()]);
  for (const [table, column] of TABLES) {
    const rows = await db.admin<{ name: string }>(`SELECT ${column}::text AS name FROM "user".${table}`);
    expect([table, ...rows.map(({ name }) => name)]).toEqual([table, table === 'revocations' ? '2' : 'valid']);
  }
  expect(await db.admin('SELECT FROM "user".users')).toHaveLength(1);
});

describe('the job', () => {
  const runTime = async (): Promise<number> => {
    const [job] = await db.admin<{ run_at: Date }>(
      `SELECT run_at FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id
       WHERE t.identifier = 'user/retention' AND key IS NOT NULL`,
    );
    return job!.run_at.getTime();
  };
  const HALF_HOUR_MS = 1_800_000;

  test('is not put off by restarts: not before its first run, not between two', async () => {
    await (await startUser(db)).stop();
    const first = await runTime();
    expect(first).toBeLessThan(Date.now() + 61_000);
    await (await startUser(db)).stop();
    expect(await runTime()).toBe(first);

    // A minute later.
    await db.admin('UPDATE events._private_jobs SET run_at = now()');
    const service = await startUser(db);
    await waitFor(async () => (await runTime()) > Date.now() + HALF_HOUR_MS, { what: 'the job has run' });
    await service.stop();
    const next = await runTime();
    await (await startUser(db)).stop();
    expect(await runTime()).toBe(next);
  });
});

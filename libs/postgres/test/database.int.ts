import { Database, purgeRequests, refuse, violates } from '@lastmile/postgres';
import { DomainError, failedPrecondition } from '@lastmile/errors';
import { createLogger } from '@lastmile/telemetry';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';

const key = (requestId: string) => ({ callerId: 'rider-1', requestId, command: 'Count' });

describe('Database', () => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await testDatabase('trip');
    database = test.database;
    await database.query(
      'CREATE TABLE counters (name text CONSTRAINT counters_name PRIMARY KEY, n int8 NOT NULL, day date)',
    );
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    await database.query('TRUNCATE counters, requests');
    await database.query(`INSERT INTO counters VALUES ('a', 0, '2026-09-23'), ('b', 0, NULL)`);
  });

  const count = (name: string) => database.one<{ n: number }>('SELECT n FROM counters WHERE name = $1', [name]);
  const increment = `UPDATE counters SET n = n + 1 WHERE name = $1 RETURNING n`;

  it('reads bigint as number and date as the day it names', async () => {
    expect(await database.one('SELECT n, day FROM counters WHERE name = $1', ['a'])).toEqual({
      n: 0,
      day: '2026-09-23',
    });
  });

  it('rolls back what a failed transaction wrote', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.query(increment, ['a']);
      throw failedPrecondition('TOO_LATE', 'too late');
    });
    await expect(failing).rejects.toMatchObject({ reason: 'TOO_LATE' });
    expect(await count('a')).toEqual({ n: 0 });
  });

  it('commits what a refusal wrote and then throws it', async () => {
    const refused = database.transaction(async (tx) => {
      await tx.query(increment, ['a']);
      return refuse(failedPrecondition('WRONG_PIN', 'wrong PIN'));
    });
    await expect(refused).rejects.toMatchObject({ reason: 'WRONG_PIN' });
    expect(await count('a')).toEqual({ n: 1 });
  });

  it('does not pretend to commit after a swallowed failure', async () => {
    const swallowing = database.transaction(async (tx) => {
      await tx.query(increment, ['a']);
      await tx.query('SELECT 1/0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('was ignored');
    expect(await count('a')).toEqual({ n: 0 });
  });

  it('runs a deadlocked transaction again', async () => {
    let first = 0;
    const bothHoldOne = Promise.withResolvers<void>();
    const move = (from: string, to: string) =>
      database.transaction(async (tx) => {
        await tx.query(increment, [from]);
        if (++first === 2) bothHoldOne.resolve();
        await bothHoldOne.promise;
        await tx.query(increment, [to]);
      });
    await Promise.all([move('a', 'b'), move('b', 'a')]);
    expect([await count('a'), await count('b')]).toEqual([{ n: 2 }, { n: 2 }]);
    expect(first).toBeGreaterThan(2);
  });

  it('leaves violations to the repository, by the name of the constraint', async () => {
    const error = await database.query(`INSERT INTO counters VALUES ('a', 1)`).catch((error: unknown) => error);
    expect(violates(error, 'counters_name')).toBe(true);
    expect(violates(error, 'another')).toBe(false);
  });

  it.each(['53100', '53200', '53400'])(
    'says unavailable, to be tried again, when there is no room: %s',
    async (code) => {
      const full = `DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '${code}'; END $$`;
      const unavailable = { kind: 'unavailable', reason: 'DATABASE_FULL' };
      await expect(database.query(full)).rejects.toMatchObject(unavailable);
      await expect(database.transaction((tx) => tx.query(full))).rejects.toMatchObject(unavailable);
    },
  );

  it('says unavailable when nobody answers, and recovers when connections are cut', async () => {
    const logger = createLogger({ service: 'trip', level: 'silent' });
    const nowhere = new Database({ url: 'postgres://x:y@127.0.0.1:1/db', service: 'trip', logger });
    const unavailable = { kind: 'unavailable', reason: 'DATABASE_UNAVAILABLE' };
    await expect(nowhere.query('SELECT 1')).rejects.toMatchObject(unavailable);
    await expect(nowhere.transaction(async () => 1)).rejects.toMatchObject(unavailable);
    await nowhere.close();

    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'lastmile-trip' AND datname = current_database()`;
    const sleeping = database.query('SELECT pg_sleep(600)');
    const seen = expect(sleeping).rejects.toMatchObject(unavailable);
    await waitFor(async () => (await test.admin(cut)).length > 0);
    await seen;
    await waitFor(() => count('a'));
  });

  it('keeps statements prepared, and prepares them anew when a migration has changed their columns', async () => {
    const all = (name: string) => database.one('SELECT * FROM counters WHERE name = $1', [name]);
    const inTransaction = () =>
      database.transaction((tx) => tx.one(`SELECT * FROM counters WHERE name = $1 FOR UPDATE`, ['a']));
    const a = { name: 'a', n: 0, day: '2026-09-23' };
    expect([await all('a'), await inTransaction()]).toEqual([a, a]);
    const { n: prepared } = await database.transaction((tx) =>
      tx.one<{ n: number }>(`SELECT count(*) AS n FROM pg_prepared_statements WHERE statement LIKE $1`, ['%counters%']),
    );
    expect(prepared).toBeGreaterThan(0);

    await database.query('ALTER TABLE counters ADD COLUMN note text');
    expect(await all('a')).toEqual({ ...a, note: null });
    await database.query('ALTER TABLE counters DROP COLUMN note');
    expect(await inTransaction()).toEqual(a);
  });

  it('prepares nothing where that is off', async () => {
    const logger = createLogger({ service: 'trip', level: 'silent' });
    const plain = new Database({ url: test.url, service: 'trip', logger, prepare: false });
    const { n } = await plain.one<{ n: number }>('SELECT count(*) AS n FROM pg_prepared_statements WHERE $1', [true]);
    await plain.close();
    expect(n).toBe(0);
  });

  describe('once', () => {
    const countOnce = (requestId: string, body: unknown = { by: 1 }) =>
      database.once(key(requestId), body, async (tx) => {
        const { n } = await tx.one<{ n: number }>(increment, ['a']);
        return { n, at: new Date('2026-09-23T12:00:00Z') };
      });

    it('replays the result, dates included, whatever the order of fields', async () => {
      const first = await countOnce('r1', { by: 1, to: 'a', why: undefined });
      expect(await countOnce('r1', { to: 'a', by: 1 })).toEqual(first);
      expect(first).toEqual({ n: 1, at: new Date('2026-09-23T12:00:00Z') });
      expect(await count('a')).toEqual({ n: 1 });
    });

    it('refuses another body under the same id', async () => {
      await countOnce('r1', { by: 1 });
      await expect(countOnce('r1', { by: 2 })).rejects.toMatchObject({
        kind: 'already_exists',
        reason: 'REQUEST_ID_REUSED',
      });
    });

    it('keeps callers and commands apart', async () => {
      await countOnce('r1');
      const add = (tx: { query: Database['query'] }) => tx.query(increment, ['a']).then(({ rowCount }) => rowCount);
      await database.once({ ...key('r1'), callerId: 'rider-2' }, { other: true }, add);
      await database.once({ ...key('r1'), command: 'Add' }, { other: true }, add);
      expect(await count('a')).toEqual({ n: 3 });
    });

    it('forgets a failure, so that a retry really retries', async () => {
      await expect(
        database.once(key('r1'), {}, () => Promise.reject(failedPrecondition('NOT_YET', 'not yet'))),
      ).rejects.toMatchObject({ reason: 'NOT_YET' });
      expect(await countOnce('r1', {})).toMatchObject({ n: 1 });
    });

    it('remembers a committed refusal and repeats it alike', async () => {
      const wrongPin = () =>
        database.once(key('r1'), { pin: '1' }, async (tx) => {
          await tx.query(increment, ['a']);
          return refuse(new DomainError('permission_denied', 'WRONG_PIN', 'wrong PIN', { attempts_left: '2' }));
        });
      const refusal = { kind: 'permission_denied', reason: 'WRONG_PIN', metadata: { attempts_left: '2' } };
      await expect(wrongPin()).rejects.toMatchObject(refusal);
      await expect(wrongPin()).rejects.toMatchObject(refusal);
      expect(await count('a')).toEqual({ n: 1 });
    });

    it('does the work of twenty concurrent duplicates once', async () => {
      const results = await Promise.all(Array.from({ length: 20 }, () => countOnce('r1')));
      expect(new Set(results.map(({ n }) => n))).toEqual(new Set([1]));
      expect(await count('a')).toEqual({ n: 1 });
    });

    it('hands the work to the waiting duplicate when the first one fails', async () => {
      const started = Promise.withResolvers<void>();
      const fail = Promise.withResolvers<never>();
      const first = database.once(key('r1'), {}, async () => {
        started.resolve();
        return fail.promise;
      });
      const seen = expect(first).rejects.toThrow('crash');
      await started.promise;
      const second = countOnce('r1', {});
      await waitFor(async () => {
        const waiting = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'lastmile-trip' AND wait_event_type = 'Lock'`;
        return (await test.admin(waiting)).length > 0;
      });
      fail.reject(new Error('crash'));
      await seen;
      expect(await second).toMatchObject({ n: 1 });
    });

    it('purges after seven days', async () => {
      await countOnce('old');
      await countOnce('new');
      await test.admin(`UPDATE trip.requests SET create_time = now() - interval '8 days' WHERE request_id = 'old'`);
      expect(await purgeRequests(database)).toBe(1);
      expect(await countOnce('new')).toMatchObject({ n: 2 });
      expect(await countOnce('old')).toMatchObject({ n: 3 });
    });
  });
});

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { EventBus, OnEvent } from '@lastmile/events';
import { Database } from '@lastmile/postgres';
import pg from 'pg';
import { testServer, waitFor, type TestDatabase } from '@lastmile/testing';
import { DeadWorkers } from '../src/dead-workers.js';
import { boot, Offer, testEvents } from './boot.js';

@Injectable()
class Gated {
  static taken = 0;
  static gate: Promise<void> | undefined;

  @OnEvent('trip.offered', Offer)
  async handle(): Promise<void> {
    Gated.taken++;
    await Gated.gate;
  }
}

describe('the jobs of a worker', () => {
  let test: TestDatabase;
  beforeAll(async () => void (test = await testEvents('user')));
  afterAll(() => test.close());
  beforeEach(() => void (Gated.taken = 0));

  const publish = async () => {
    const trip = await boot('trip', test.urlFor('trip'));
    const event = { type: 'trip.offered', aggregateId: 't', version: 1, time: new Date(), data: { tripId: 't' } };
    await trip.get(Database).transaction((tx) => trip.get(EventBus).publish(tx, event));
    await trip.close();
  };
  const connectAsAdmin = async () => {
    const url = new URL(testServer().adminUrl);
    url.pathname = new URL(test.url).pathname;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return client;
  };
  const jobsLeft = async () => (await test.admin('SELECT 1 FROM events.jobs')).length;

  it('that is killed are finished by the next one', async () => {
    await publish();
    const script = fileURLToPath(new URL('./stuck-process.ts', import.meta.url));
    const hooks = fileURLToPath(new URL('../../../tools/typescript.mjs', import.meta.url));
    const child = spawn(process.execPath, ['--import', hooks, script], {
      env: { ...process.env, DATABASE_URL: test.url, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise((done) => child.once('exit', done));
    try {
      await new Promise((done) => child.stdout.once('data', done));
    } finally {
      child.kill('SIGKILL');
      await exited;
    }
    expect(await jobsLeft()).toBe(1);
    const next = await boot('user', test.url, [Gated]);
    await waitFor(async () => (await jobsLeft()) === 0);
    expect(Gated.taken).toBe(1);
    await next.close();
  });

  it('that lives are left alone, however long they take', async () => {
    const opening = Promise.withResolvers<void>();
    Gated.gate = opening.promise;
    const slow = await boot('user', test.url, [Gated]);
    await publish();
    await waitFor(() => Gated.taken === 1);
    const other = new DeadWorkers(test.database);
    expect([await other.freeJobs(), await other.freeJobs(), await other.freeJobs()]).toEqual([0, 0, 0]);
    opening.resolve();
    await waitFor(async () => (await jobsLeft()) === 0);
    expect(Gated.taken).toBe(1);
    await slow.close();
  });

  it('are finished although the session ends that was about to do so', async () => {
    const opening = Promise.withResolvers<void>();
    Gated.gate = opening.promise;
    const worker = await boot('user', test.url, [Gated]);
    await publish();
    await waitFor(() => Gated.taken === 1);
    const administrator = await connectAsAdmin();
    try {
      await administrator.query('BEGIN; SELECT FROM events._private_jobs FOR UPDATE');
      opening.resolve(); // Finishing the job now waits for us.
      const endWaiting = `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE NOT granted AND datname = current_database()`;
      await waitFor(async () => (await test.admin(endWaiting)).length > 0);
    } finally {
      await administrator.end();
    }
    await waitFor(async () => (await jobsLeft()) === 0);
    expect(Gated.taken).toBe(1);
    await worker.close();
  });

  it('are left alone on the first look, while a broken connection is made anew', async () => {
    await test.admin(`SELECT events.add_job('user:trip.offered', '{}')`);
    await test.admin(`UPDATE events._private_jobs SET locked_by = 'gone', locked_at = now()`);
    const deadWorkers = new DeadWorkers(test.database);
    expect(await deadWorkers.freeJobs()).toBe(0);
    expect(await deadWorkers.freeJobs()).toBe(1);
    expect(await test.admin('SELECT locked_by FROM events.jobs')).toEqual([{ locked_by: null }]);
  });
});

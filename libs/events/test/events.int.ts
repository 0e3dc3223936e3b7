import { randomUUID } from 'node:crypto';
import { Injectable, type INestApplicationContext, type Provider } from '@nestjs/common';
import {
  EventBus,
  handleOnce,
  Jobs,
  OnEvent,
  OnJob,
  OnTimer,
  Timers,
  type EventEnvelope,
  type JobRun,
  type TimerFiring,
} from '@lastmile/events';
import { Database } from '@lastmile/postgres';
import { ManualClock, waitFor, type TestDatabase } from '@lastmile/testing';
import { boot, Offer, testEvents } from './boot.js';

@Injectable()
class Listener {
  readonly heard: { offer: Offer; event: EventEnvelope }[] = [];
  failures = 0;

  @OnEvent('trip.offered', Offer)
  async handle(offer: Offer, event: EventEnvelope): Promise<void> {
    if (this.failures-- > 0) throw new Error('not now');
    this.heard.push({ offer, event });
  }
}

@Injectable()
class Worker {
  readonly fired: { data: unknown; timer: TimerFiring }[] = [];
  readonly done: unknown[] = [];
  running = 0;
  mostAtOnce = 0;
  gate?: Promise<void>;

  @OnTimer('offer-expiry')
  async expire(data: unknown, timer: TimerFiring): Promise<void> {
    this.fired.push({ data, timer });
  }

  @OnJob('match')
  async match(data: unknown, job: JobRun): Promise<void> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.running);
    await this.gate;
    await new Promise(setImmediate);
    this.running--;
    this.done.push({ data, attempt: job.attempt });
  }
}

describe('events', () => {
  let test: TestDatabase;
  const open: INestApplicationContext[] = [];

  const start = async (service: string, providers: Provider[], clock = new ManualClock()) => {
    const app = await boot(service, test.urlFor(service), providers, { clock });
    open.push(app);
    return app;
  };
  const offered = (tripId: string) => ({
    type: 'trip.offered',
    aggregateId: tripId,
    version: 3,
    time: new Date('2026-09-23T12:00:00Z'),
    data: Offer.toJSON({ tripId }),
  });
  const jobs = () => test.admin<{ task_identifier: string }>('SELECT * FROM events.jobs ORDER BY id');
  const makeDue = () => test.admin('UPDATE events._private_jobs SET run_at = now() WHERE locked_at IS NULL');

  beforeAll(async () => void (test = await testEvents('trip')));
  afterAll(() => test.close());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((app) => app.close()));
    await test.admin('TRUNCATE events._private_jobs, events._private_job_queues');
  });

  it('hands an event to its listener, decoded', async () => {
    const trip = await start('trip', []);
    const listener = (await start('user', [Listener])).get(Listener);
    const id = randomUUID();
    await trip.get(Database).transaction((tx) => trip.get(EventBus).publish(tx, { ...offered('t1'), id }));
    await waitFor(() => listener.heard.length);
    const { type, aggregateId, version, time } = offered('t1');
    expect(listener.heard).toEqual([{ offer: { tripId: 't1' }, event: { id, type, aggregateId, version, time } }]);
    await waitFor(async () => (await jobs()).length === 0);
  });

  it('keeps events for a listener that is down, and drops those nobody hears', async () => {
    const trip = await start('trip', []);
    await trip
      .get(Database)
      .transaction((tx) =>
        trip.get(EventBus).publish(tx, offered('t1'), { ...offered('t1'), type: 'trip.declined' }, offered('t2')),
      );
    expect((await jobs()).map((job) => job.task_identifier)).toEqual(['user:trip.offered', 'user:trip.offered']);
    const listener = (await start('user', [Listener])).get(Listener);
    await waitFor(() => listener.heard.length === 2);
  });

  it('publishes nothing when the transaction rolls back', async () => {
    const trip = await start('trip', []);
    const failing = trip.get(Database).transaction(async (tx) => {
      await trip.get(EventBus).publish(tx, offered('t1'));
      await trip.get(Timers).schedule(tx, { key: 'k', name: 'offer-expiry', at: new Date() });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await jobs()).toEqual([]);
  });

  it('tries a failing handler again, later', async () => {
    const trip = await start('trip', []);
    const listener = (await start('user', [Listener])).get(Listener);
    listener.failures = 1;
    await trip.get(Database).transaction((tx) => trip.get(EventBus).publish(tx, offered('t1')));
    const failed = 'SELECT 1 FROM events.jobs WHERE attempts = 1 AND locked_at IS NULL AND run_at > now()';
    await waitFor(async () => (await test.admin(failed)).length);
    await makeDue();
    await waitFor(() => listener.heard.length === 1);
  });

  it('handles a repeated event once', async () => {
    const event = { id: randomUUID() };
    await test.database.query('CREATE TABLE effects (n int)');
    const handle = () =>
      test.database.transaction((tx) =>
        handleOnce(tx, event, 'count', () => tx.query('INSERT INTO effects VALUES (1)')),
      );
    const ran = await Promise.all([handle(), handle(), handle()]);
    expect(ran.filter(Boolean)).toHaveLength(1);
    expect(await test.database.many('SELECT n FROM effects')).toHaveLength(1);
  });

  it('refuses to boot when handlers and declaration disagree, and to tell what is not declared', async () => {
    await expect(start('user', [])).rejects.toThrow('declares that it hears trip.offered but has no handler');
    await expect(start('trip', [Listener])).rejects.toThrow('handles trip.offered but does not declare');
    const trip = await start('trip', []);
    const unknown = { ...offered('t1'), type: 'trip.lost' };
    const publishing = trip.get(Database).transaction((tx) => trip.get(EventBus).publish(tx, unknown));
    await expect(publishing).rejects.toThrow('does not declare that it tells trip.lost');
  });

  describe('timers', () => {
    const at = new Date('2026-09-23T12:01:00Z');
    const timer = { key: 'offer:t1', name: 'offer-expiry', at, data: { tripId: 't1' } };

    it('wait for their time in the domain, and fire after a restart', async () => {
      const clock = new ManualClock('2026-09-23T12:00:00Z');
      const first = await start('trip', [Worker], clock);
      await first.get(Timers).schedule(first.get(Database), timer);
      const [job] = await test.admin<{ seconds: number }>(
        'SELECT round(extract(epoch FROM run_at - created_at))::int AS seconds FROM events.jobs',
      );
      expect(job).toEqual({ seconds: 60 });
      await first.close();
      expect(first.get(Worker).fired).toEqual([]);
      await makeDue();
      const second = await start('trip', [Worker], clock);
      await waitFor(() => second.get(Worker).fired.length);
      expect(second.get(Worker).fired).toEqual([{ data: { tripId: 't1' }, timer: { key: 'offer:t1', at } }]);
    });

    it('move when scheduled again, and go when cancelled', async () => {
      const trip = await start('trip', [Worker]);
      const timers = trip.get(Timers);
      const database = trip.get(Database);
      await timers.schedule(database, timer);
      await timers.schedule(database, { ...timer, key: 'offer:t2' });
      await timers.cancel(database, 'offer:t2');
      await timers.cancel(database, 'never set');
      expect(await jobs()).toHaveLength(1);
      await timers.schedule(database, { ...timer, at: new Date('2026-09-23T11:59:00Z') });
      await waitFor(() => trip.get(Worker).fired.length);
      expect(trip.get(Worker).fired).toHaveLength(1);
    });
  });

  describe('jobs', () => {
    it('run once each with two replicas at work', async () => {
      const one = await start('trip', [Worker]);
      const two = await start('trip', [Worker]);
      const database = one.get(Database);
      for (let n = 0; n < 60; n++) await one.get(Jobs).enqueue(database, { name: 'match', data: n });
      const done = () => [...one.get(Worker).done, ...two.get(Worker).done];
      await waitFor(() => done().length >= 60);
      await waitFor(async () => (await jobs()).length === 0);
      const expected = Array.from({ length: 60 }, (_, n) => ({ data: n, attempt: 1 }));
      expect(done().sort((a, b) => (a as JobData).data - (b as JobData).data)).toEqual(expected);
    });

    it('run one at a time in a queue, and collapse under a key', async () => {
      const trip = await start('trip', [Worker]);
      const worker = trip.get(Worker);
      const opening = Promise.withResolvers<void>();
      worker.gate = opening.promise;
      const enqueue = (data: number, key?: string) =>
        trip.get(Jobs).enqueue(trip.get(Database), { name: 'match', data, queue: 'station', key });
      await enqueue(0);
      await waitFor(() => worker.running === 1);
      // They wait behind the running one: the key keeps only the newest.
      for (const n of [1, 2, 3]) await enqueue(n, 'flushing');
      await enqueue(4);
      opening.resolve();
      await waitFor(() => worker.done.length === 3);
      expect(worker.mostAtOnce).toBe(1);
      expect(worker.done.map((job) => (job as JobData).data)).toEqual([0, 3, 4]);
    });

    it('are put off by a newer one of the same key, unless it keeps the time', async () => {
      const trip = await start('trip', [Worker]);
      const waiting = async () =>
        test.admin<{ minutes: number; data: number }>(
          `SELECT ceil(extract(epoch FROM run_at - now()) / 60)::int AS minutes, (payload->>'data')::int AS data
           FROM events._private_jobs ORDER BY data`,
        );
      const inMinutes = (minutes: number) => new Date(new ManualClock().now().getTime() + minutes * 60_000);
      const enqueue = (data: number, runAt: Date, keepsRunAt?: boolean) =>
        trip.get(Jobs).enqueue(trip.get(Database), { name: 'match', key: 'k', data, runAt, keepsRunAt });
      await enqueue(1, inMinutes(10), true);
      await enqueue(2, inMinutes(20), true);
      expect(await waiting()).toEqual([{ minutes: 10, data: 2 }]);
      await enqueue(3, inMinutes(30));
      expect(await waiting()).toEqual([{ minutes: 30, data: 3 }]);
      await trip
        .get(Jobs)
        .enqueue(
          trip.get(Database),
          { name: 'match', key: 'k', data: 4, runAt: inMinutes(40), keepsRunAt: true },
          { name: 'match', key: 'other', data: 5, runAt: inMinutes(50) },
        );
      expect(await waiting()).toEqual([
        { minutes: 30, data: 4 },
        { minutes: 50, data: 5 },
      ]);
    });
  });
});

interface JobData {
  data: number;
}

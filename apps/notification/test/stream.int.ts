// StreamNotifications over real gRPC: replay, live, across replicas, through a lost connection; nothing lost, in order.
import { randomUUID } from 'node:crypto';
import { clockFromEnv } from '@lastmile/config';
import { Jobs } from '@lastmile/events';
import { toDomainError } from '@lastmile/grpc';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { Channels } from '../src/delivery/channel.js';
import { DeliveryQueue } from '../src/delivery/delivery.queue.js';
import { NotificationRepository } from '../src/inbox/notification.repository.js';
import { openStream, startNotification, upTo, type RunningNotificationService } from './start-notification.js';

let db: TestDatabase;
let one: RunningNotificationService;
let two: RunningNotificationService;
let inboxes: NotificationRepository;
const open: { close(): void }[] = [];

beforeAll(async () => {
  db = await testDatabase('notification');
  const clock = clockFromEnv({});
  const deliveries = new DeliveryQueue(db.database, new Jobs('notification', clock), new Channels([]), clock);
  inboxes = new NotificationRepository(db.database, deliveries);
  [one, two] = await Promise.all([startNotification(db), startNotification(db)]);
});
afterEach(() => open.splice(0).forEach((stream) => stream.close()));
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await db?.close();
});

const stream = (at = one) => {
  const opened = openStream(at);
  open.push(opened);
  return opened;
};
const write = (userId: string, title = 'x') =>
  inboxes.deliver(randomUUID(), [
    { userId, about: [], compose: () => ({ userId, kind: 'test', title, body: '', data: {}, createTime: new Date() }) },
  ]);
const writeMany = async (userId: string, count: number) => {
  for (let i = 0; i < count; i += 1) await write(userId);
};
const listeners = () =>
  db.admin<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'lastmile-notification-inbox'`,
  );

it('replays what was missed, then goes on live, whichever replica wrote it', async () => {
  const userId = randomUUID();
  await writeMany(userId, 120);
  const [a, b] = [stream(one), stream(two)];
  a.add(userId, 100);
  b.add(userId);
  await waitFor(() => a.of(userId).length === 20 && b.of(userId).length === 120);
  await Promise.all(upTo(20).map(() => write(userId)));
  await waitFor(() => b.of(userId).length === 140);
  await waitFor(() => a.of(userId).length === 40);
  expect(a.of(userId)).toEqual(upTo(140, 101));
  expect(b.of(userId)).toEqual(upTo(140));
});

it('carries many users at once, each in order, and nobody who was not asked for', async () => {
  const users = upTo(250).map(() => randomUUID());
  const strangers = randomUUID();
  await Promise.all(users.map((userId) => write(userId)));
  const { call, received, of } = stream();
  call.write({ add: users.map((userId) => ({ userId, afterSequence: 0 })), removeUserIds: [] });
  await Promise.all([...users, strangers].map((userId) => writeMany(userId, 2)));
  await waitFor(() => received.length === 750);
  for (const userId of users) expect(of(userId)).toEqual([1, 2, 3]);
});

it('stops for removed users and starts again where it is told to', async () => {
  const [userId, witness] = [randomUUID(), randomUUID()];
  await writeMany(userId, 3);
  const { add, remove, of } = stream();
  add(userId, 1);
  add(witness);
  await waitFor(() => of(userId).length === 2);
  remove(userId);
  add(witness); // requests are followed in order: once this one is, so was the removal
  await write(witness);
  await waitFor(() => of(witness).length > 0);
  await write(userId);
  await write(witness);
  await waitFor(() => of(witness).includes(2));
  expect(of(userId)).toEqual([2, 3]);
  add(userId, 0);
  await waitFor(() => of(userId).length === 6);
  expect(of(userId)).toEqual([2, 3, 1, 2, 3, 4]);
});

it('loses nothing when Postgres ends the connection that listens, again and again', async () => {
  const userId = randomUUID();
  const { add, of } = stream();
  add(userId);
  const ended = new Set<number>();
  for (let round = 1; round <= 5; round += 1) {
    const before = await waitFor(async () => {
      const pids = (await listeners()).map(({ pid }) => pid);
      return pids.length === 2 && !pids.some((pid) => ended.has(pid)) ? pids : undefined;
    });
    before.forEach((pid) => ended.add(pid));
    const writing = writeMany(userId, 5);
    await db.admin('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [before]);
    await writing;
    await waitFor(() => of(userId).length === round * 5, { what: `${round * 5} entries` });
  }
  expect(of(userId)).toEqual(upTo(25));
});

it('waits for a reader that does not read, and loses nothing over it', async () => {
  const userId = randomUUID();
  const count = 300;
  const title = 'x'.repeat(20_000);
  await db.database.transaction(async (tx) => {
    await tx.query('INSERT INTO inboxes (user_id, last_sequence) VALUES ($1, $2)', [userId, count]);
    await tx.query(
      `INSERT INTO notifications (user_id, sequence, event_id, kind, title, body, data, create_time)
       SELECT $1, n, n::text, 'test', $3, '', '{}', now() FROM generate_series(1, $2::int) AS n`,
      [userId, count, title],
    );
  });
  const slow = stream();
  slow.call.pause();
  slow.add(userId);
  const other = stream();
  other.add(userId, count - 1);
  await waitFor(() => other.of(userId).length === 1); // the others are served meanwhile
  expect(slow.received).toEqual([]);
  slow.call.resume();
  await waitFor(() => slow.of(userId).length === count);
  expect(slow.of(userId)).toEqual(upTo(count));
});

it('gives a person their own inbox only', async () => {
  const userId = randomUUID();
  await write(userId);
  const own = openStream(one, { userId, roles: ['rider'] });
  open.push(own);
  own.add(userId);
  await waitFor(() => own.of(userId).length === 1);
  own.add(randomUUID());
  expect(toDomainError(await own.failure())).toMatchObject({ kind: 'permission_denied' });
});

it('ends with the service, and a new stream resumes on another replica', async () => {
  const userId = randomUUID();
  const three = await startNotification(db);
  const first = stream(three);
  first.add(userId);
  await writeMany(userId, 2);
  await waitFor(() => first.of(userId).length === 2);
  await three.stop();
  expect(toDomainError(await first.failure())).toMatchObject({ kind: 'unavailable' });
  await writeMany(userId, 2);
  const second = stream(two);
  second.add(userId, 2);
  await waitFor(() => second.of(userId).length === 2);
  expect(second.of(userId)).toEqual([3, 4]);
});

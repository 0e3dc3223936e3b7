// A message to everybody is written in pieces: each inbox gets it once, in the order of broadcasts, whatever dies in between, and others
// write into the same inboxes meanwhile.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { Jobs } from '@lastmile/events';
import { ManualClock, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { BroadcastQueue } from '../src/broadcast/broadcast.queue.js';
import { BroadcastRepository } from '../src/broadcast/broadcast.repository.js';
import { Channels } from '../src/delivery/channel.js';
import { DeliveryQueue } from '../src/delivery/delivery.queue.js';
import {
  openStream,
  startNotification,
  tell,
  tripEvent,
  type RunningNotificationService,
} from './start-notification.js';

const PEOPLE = 3_000;
const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
let db: TestDatabase;
let broadcasts: BroadcastRepository;

beforeEach(async () => {
  db = await testDatabase('notification');
  await db.admin('INSERT INTO notification.inboxes (user_id) SELECT gen_random_uuid() FROM generate_series(1, $1)', [
    PEOPLE,
  ]);
  const clock = new ManualClock();
  const jobs = new Jobs('notification', clock);
  const deliveries = new DeliveryQueue(db.database, jobs, new Channels([]), clock);
  broadcasts = new BroadcastRepository(db.database, new BroadcastQueue(db.database, jobs, clock), deliveries);
});
afterEach(() => db?.close());

const accept = (title: string, userIds: string[] = []) =>
  broadcasts.accept(
    { callerId: operator.userId, requestId: title, command: 'BroadcastUpdate' },
    { title, body: '', userIds, createTime: new Date() },
  );
const everything = async () => {
  for (;;) if ((await broadcasts.writePiece(new Date())) === 'nothing') return;
};
/** How many inboxes hold which titles, in the order of their numbers. */
const inboxes = () =>
  db.admin<{ titles: string[] | null; people: number }>(
    `SELECT titles, count(*)::int AS people FROM (
       SELECT array_agg(title ORDER BY sequence) FILTER (WHERE title IS NOT NULL) AS titles,
         bool_and(coalesce(last_sequence = own.n, last_sequence = 0)) AS gapless
       FROM notification.inboxes LEFT JOIN notification.notifications USING (user_id)
       LEFT JOIN LATERAL (SELECT max(sequence) AS n FROM notification.notifications o WHERE o.user_id = inboxes.user_id) AS own ON true
       GROUP BY inboxes.user_id) AS it
     WHERE gapless GROUP BY titles`,
  );
const within = async (service: RunningNotificationService, broadcastId: string) =>
  (await service.client.getBroadcast({ broadcastId }, { caller: operator })).broadcast!;

it('reaches everybody once, and says how far it has come', async () => {
  const service = await startNotification(db);
  try {
    const request = { requestId: randomUUID(), userIds: [], title: 'Storm', body: 'x' };
    const { broadcast } = await service.client.broadcastUpdate(request, { caller: operator });
    expect(broadcast).toMatchObject({ title: 'Storm', recipientCount: 0, writtenTime: undefined });
    const done = await waitFor(async () => {
      const now = await within(service, broadcast!.broadcastId);
      return now.writtenTime && now;
    });
    expect(done.recipientCount).toBe(PEOPLE);
    // Asked for again after all that: the same one, as it is by now, and nothing is written.
    const again = await service.client.broadcastUpdate(request, { caller: operator });
    expect(again.broadcast).toEqual(done);
    expect(await inboxes()).toEqual([{ titles: ['Storm'], people: PEOPLE }]);
  } finally {
    await service.stop();
  }
});

it('goes on where it was when a process dies in the middle of a piece', async () => {
  await accept('Storm');
  await broadcasts.writePiece(new Date());
  const before = await inboxes();
  // The connection dies before the piece is committed.
  await db.admin(
    `CREATE FUNCTION notification.die() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
       PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`,
  );
  await db.admin(
    'CREATE TRIGGER die BEFORE UPDATE ON notification.broadcasts FOR EACH ROW EXECUTE FUNCTION notification.die()',
  );
  await expect(broadcasts.writePiece(new Date())).rejects.toMatchObject({ kind: 'unavailable' });
  await db.admin('DROP TRIGGER die ON notification.broadcasts');
  expect(await inboxes()).toEqual(before);
  await everything();
  expect(await inboxes()).toEqual([{ titles: ['Storm'], people: PEOPLE }]);
});

it('is written once though several processes work on it, and before the one accepted after it', async () => {
  await accept('first');
  const [{ user_id: one }] = (await db.admin<{ user_id: string }>(
    'SELECT user_id FROM notification.inboxes LIMIT 1',
  )) as [{ user_id: string }];
  await accept('second', [one, randomUUID()]);
  await Promise.all([everything(), everything(), everything()]);
  expect((await inboxes()).sort((a, b) => a.people - b.people)).toEqual([
    { titles: ['first', 'second'], people: 1 },
    { titles: ['first'], people: PEOPLE - 1 },
  ]);
});

it('holds an inbox no longer than a piece takes: other news goes on, and streams hear both', async () => {
  const service = await startNotification(db);
  try {
    const people = await db.admin<{ user_id: string }>('SELECT user_id FROM notification.inboxes ORDER BY user_id');
    const [first, last] = [people[0]!.user_id, people.at(-1)!.user_id];
    const stream = openStream(service);
    for (const userId of [first, last]) stream.add(userId);
    // Somebody keeps the last inbox: the broadcast comes as far as that, and keeps nobody else waiting.
    const held = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const holding = db.database.transaction(async (tx) => {
      await tx.query('SELECT FROM inboxes WHERE user_id = $1 FOR UPDATE', [last]);
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const request = { requestId: randomUUID(), userIds: [], title: 'Storm', body: '' };
    const { broadcast } = await service.client.broadcastUpdate(request, { caller: operator });
    await waitFor(async () => (await within(service, broadcast!.broadcastId)).recipientCount > 0);
    await tell(db, tripEvent(first, randomUUID()));
    await waitFor(() => stream.of(first).length === 2);
    expect((await within(service, broadcast!.broadcastId)).writtenTime).toBeUndefined();
    release.resolve();
    await holding;
    await waitFor(() => stream.of(last).length === 1);
    stream.close();
  } finally {
    await service.stop();
  }
});

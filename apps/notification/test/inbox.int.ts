// From events to inboxes on a real Postgres: exactly once, without gaps, in the reader's language.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import {
  handled,
  startNotification,
  tell,
  tripEvent,
  upTo,
  userEvent,
  type RunningNotificationService,
} from './start-notification.js';

let db: TestDatabase;
let one: RunningNotificationService;
let two: RunningNotificationService;

beforeAll(async () => {
  db = await testDatabase('notification');
  [one, two] = await Promise.all([startNotification(db), startNotification(db)]);
});
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await db?.close();
});

const person = (userId: string = randomUUID()): Caller => ({ userId, roles: ['rider'] });
const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
const inbox = (caller: Caller, afterSequence = 0, pageSize = 0) =>
  one.client.listNotifications({ afterSequence, pageSize }, { caller });
async function known(language = 'en'): Promise<Caller> {
  const caller = person();
  await tell(db, userEvent(caller.userId, language));
  await handled(db);
  return caller;
}

describe('events', () => {
  it('write one entry each, however often they are delivered', async () => {
    const [rider, driver] = [person(), person()];
    const event = { ...tripEvent(rider.userId, driver.userId, 'trip.active'), id: randomUUID() };
    await Promise.all(upTo(5).map(() => tell(db, event)));
    await handled(db);
    expect((await inbox(rider)).notifications).toHaveLength(1);
    expect((await inbox(driver)).notifications).toMatchObject([
      { sequence: 1, kind: 'trip.active', title: 'Ben is aboard' },
    ]);
  });

  it('number twenty entries of one user without gaps, though two replicas write at once', async () => {
    const rider = person();
    await Promise.all(upTo(20).map(() => tell(db, tripEvent(rider.userId, randomUUID()))));
    await handled(db);
    const { notifications, lastSequence, unreadCount } = await inbox(rider);
    expect(notifications.map(({ sequence }) => sequence)).toEqual(upTo(20));
    expect({ lastSequence, unreadCount }).toEqual({ lastSequence: 20, unreadCount: 20 });
  });

  it('reach two people whose events cross each other', async () => {
    const [a, b] = [person(), person()];
    await Promise.all(
      upTo(20).map((i) =>
        tell(db, tripEvent(i % 2 ? a.userId : b.userId, i % 2 ? b.userId : a.userId, 'trip.scheduled')),
      ),
    );
    await handled(db);
    for (const caller of [a, b]) expect((await inbox(caller)).lastSequence).toBe(20);
  });

  it('speak the language of the account, and English before it is known', async () => {
    const rider = person();
    await tell(db, tripEvent(rider.userId, randomUUID()));
    await handled(db);
    await tell(db, userEvent(rider.userId, 'ko', 3));
    await handled(db);
    await tell(db, userEvent(rider.userId, 'es', 2)); // late: an older version of the account
    await handled(db);
    await tell(db, tripEvent(rider.userId, randomUUID()));
    await handled(db);
    const { notifications } = await inbox(rider);
    expect(notifications.map(({ title }) => title)).toEqual(['Ana is here', 'Ana 님이 도착했습니다']);
  });

  it('leave no PIN and no coordinate behind', async () => {
    await tell(db, tripEvent(randomUUID(), randomUUID()));
    await handled(db);
    const [dump] = await db.admin<{ text: string }>(
      `SELECT string_agg(n::text, ' ') AS text FROM notification.notifications n`,
    );
    expect(dump!.text).toContain('trip_id');
    expect(dump!.text).not.toMatch(/pin:4711|40\.7527|73\.9772/);
  });
});

describe('SendNotification', () => {
  const message = { kind: 'service.notice', title: 'Hello', body: '', data: { level: '1' } };

  it('writes once per request id, from services and operators', async () => {
    const { userId } = await known();
    const request = { ...message, requestId: randomUUID(), userId };
    const answers = await Promise.all(
      upTo(5).map((i) => (i % 2 ? one : two).client.sendNotification(request, { caller: operator })),
    );
    expect(new Set(answers.map(({ notification }) => notification!.sequence))).toEqual(new Set([1]));
    await one.client.sendNotification({ ...request, requestId: randomUUID() }, { caller: operator });
    expect((await inbox(person(userId))).notifications).toMatchObject([
      { ...message, sequence: 1 },
      { ...message, sequence: 2 },
    ]);
    await expect(
      one.client.sendNotification({ ...request, title: 'Other' }, { caller: operator }),
    ).rejects.toMatchObject({ reason: 'REQUEST_ID_REUSED' });
  });
});

describe('BroadcastUpdate', () => {
  it('writes into the inboxes that exist, once, while others write too', async () => {
    const [a, b] = [await known(), await known()];
    const request = {
      requestId: randomUUID(),
      userIds: [b.userId, a.userId, randomUUID(), a.userId],
      title: 'Storm',
      body: 'x',
    };
    const [answer] = await Promise.all([
      one.client.broadcastUpdate(request, { caller: operator }),
      ...upTo(5).map(() => tell(db, tripEvent(a.userId, b.userId, 'trip.scheduled'))),
    ]);
    expect(answer.broadcast).toMatchObject({ title: 'Storm', recipientCount: 0 });
    // The same one, however far it has come meanwhile.
    const { broadcastId } = answer.broadcast!;
    const repeated = await two.client.broadcastUpdate(request, { caller: operator });
    expect(repeated.broadcast).toMatchObject({ broadcastId, title: 'Storm' });
    await handled(db);
    for (const caller of [a, b]) {
      const { notifications } = await inbox(caller);
      expect(notifications.map(({ sequence }) => sequence)).toEqual(upTo(6));
      expect(notifications.filter(({ kind }) => kind === 'broadcast')).toMatchObject([{ title: 'Storm', body: 'x' }]);
    }
  });

  it('reaches everybody when nobody is named', async () => {
    const caller = await known();
    const [inboxes] = await db.admin<{ n: number }>('SELECT count(*)::int AS n FROM notification.inboxes');
    const request = { requestId: randomUUID(), userIds: [], title: 'All', body: '' };
    const { broadcast } = await one.client.broadcastUpdate(request, { caller: operator });
    await handled(db);
    const asked = await two.client.getBroadcast({ broadcastId: broadcast!.broadcastId }, { caller: operator });
    expect(asked.broadcast).toMatchObject({ title: 'All', recipientCount: inboxes!.n });
    expect((await inbox(caller)).notifications).toMatchObject([{ title: 'All' }]);
  });
});

describe('reading', () => {
  it('pages by number and counts what is unread', async () => {
    const rider = person();
    await Promise.all(upTo(5).map(() => tell(db, tripEvent(rider.userId, randomUUID()))));
    await handled(db);
    const page = await inbox(rider, 2, 2);
    expect(page.notifications.map(({ sequence }) => sequence)).toEqual([3, 4]);
    const read = (upToSequence: number) => one.client.markNotificationsRead({ upToSequence }, { caller: rider });
    await expect(read(3)).resolves.toEqual({ unreadCount: 2 });
    await expect(read(3)).resolves.toEqual({ unreadCount: 2 });
    const { notifications } = await inbox(rider);
    expect(notifications.map(({ readTime }) => readTime !== undefined)).toEqual([true, true, true, false, false]);
  });

  it('shows everybody their own inbox, empty at first', async () => {
    await expect(inbox(person())).resolves.toEqual({ notifications: [], lastSequence: 0, unreadCount: 0 });
  });
});

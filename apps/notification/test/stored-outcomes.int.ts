// What is kept of commands so that a repeat is answered alike: nothing of what was written to people.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { handled, startNotification, tell, userEvent, type RunningNotificationService } from './start-notification.js';

let db: TestDatabase;
let service: RunningNotificationService;
beforeAll(async () => {
  db = await testDatabase('notification');
  service = await startNotification(db);
});
afterAll(async () => {
  await service?.stop();
  await db?.close();
});

const operator: Caller = { userId: randomUUID(), roles: ['operator'] };

it('neither entries nor broadcasts are in a stored outcome, and repeats write nothing and are answered alike', async () => {
  const userId = randomUUID();
  await tell(db, userEvent(userId, 'en'));
  await handled(db);
  const [title, body] = [`title ${randomUUID()}`, `body ${randomUUID()}`];
  const letter = { requestId: randomUUID(), userId, kind: 'message', title, body, data: { place: `at ${body}` } };
  const sent = await service.client.sendNotification(letter, { caller: operator });
  const call = { requestId: randomUUID(), userIds: [userId], title, body };
  const accepted = await service.client.broadcastUpdate(call, { caller: operator });
  const { broadcastId } = accepted.broadcast!;

  const stored = JSON.stringify(await db.admin('SELECT command, outcome FROM notification.requests'));
  expect(stored).toContain(broadcastId);
  expect(stored).toContain(userId);
  for (const text of [title, body]) expect(stored).not.toContain(text);

  expect(await service.client.sendNotification(letter, { caller: operator })).toEqual(sent);
  await waitFor(
    async () => (await service.client.broadcastUpdate(call, { caller: operator })).broadcast!.writtenTime !== undefined,
    { what: 'a repeat says that it is written' },
  );
  const repeated = (await service.client.broadcastUpdate(call, { caller: operator })).broadcast!;
  expect(repeated).toMatchObject({ broadcastId, title, body, recipientCount: 1 });
  const inbox = await service.client.listNotifications(
    { afterSequence: 0, pageSize: 0 },
    { caller: { userId, roles: ['rider'] } },
  );
  expect(inbox.notifications).toHaveLength(2);
});

// Erased people disappear from inboxes: an event that arrives at the same moment or later does not bring them back.
import { randomUUID } from 'node:crypto';
import { DeviceKind } from '@lastmile/contracts';
import type { NewEvent } from '@lastmile/events';
import { Erasing, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import {
  handled,
  startNotification,
  tell,
  tripEvent,
  userEvent,
  type RunningNotificationService,
} from './start-notification.js';

let db: TestDatabase;
let service: RunningNotificationService;
let erasing: Erasing;
beforeAll(async () => {
  db = await testDatabase('notification');
  service = await startNotification(db);
  erasing = new Erasing(db, 'notification');
});
afterAll(async () => {
  await service?.stop();
  await db?.close();
});

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const named = () => `N${randomUUID()}`;
/** A trip of people whose names nobody else has. */
function trip(riderId: string, driverId: string, names: { rider: string; driver: string }, type?: string): NewEvent {
  const event = tripEvent(riderId, driverId, type);
  const data = event.data as { trip: object };
  return { ...event, data: { ...data, trip: { ...data.trip, riderName: names.rider, driverName: names.driver } } };
}
const textsOf = async (userId: string) => {
  const { notifications } = await service.client.listNotifications(
    { afterSequence: 0, pageSize: 0 },
    { caller: { userId, roles: ['driver'] } },
  );
  return notifications;
};
const inboxes = (userId: string) => db.admin('SELECT FROM notification.inboxes WHERE user_id = $1', [userId]);

it.each(['rider', 'driver'] as const)(
  'news of twelve trips while the %s is erased: the other one is told of nobody',
  async (who) => {
    const people = times(12, () => ({
      rider: randomUUID(),
      driver: randomUUID(),
      names: { rider: named(), driver: named() },
    }));
    await Promise.all(
      people.flatMap(({ rider, driver, names }) => [
        tell(db, userEvent(who === 'rider' ? rider : driver, 'en')),
        tell(db, trip(rider, driver, names, 'trip.scheduled')),
        erasing.tell(who === 'rider' ? rider : driver),
        tell(db, trip(rider, driver, names, 'trip.completed')),
      ]),
    );
    await erasing.done();
    await handled(db);
    for (const { rider, driver, names } of people) {
      const [gone, other] = who === 'rider' ? [rider, driver] : [driver, rider];
      expect(await erasing.traces(gone, names[who])).toEqual([]);
      expect(await inboxes(gone)).toEqual([]);
      expect(await textsOf(other)).toHaveLength(2);
    }
  },
);

it('what comes after the erasure writes nobody back', async () => {
  const [rider, driver, names] = [randomUUID(), randomUUID(), { rider: named(), driver: named() }];
  await tell(db, userEvent(rider, 'en'));
  await tell(db, trip(rider, driver, names, 'trip.completed'));
  await handled(db);
  const person = await erasing.tell(rider);
  await erasing.done();
  await tell(db, userEvent(rider, 'ko', 7, `${names.rider}@example.com`));
  await tell(db, trip(rider, driver, names, 'trip.cancelled'));
  await erasing.tell(person.userId, person.pseudonymId);
  const caller = { userId: rider, roles: ['rider' as const] };
  const token = 'ExponentPushToken[aaaaaaaaaaaaaaaaaaaaaa]';
  const device = { requestId: randomUUID(), kind: DeviceKind.DEVICE_KIND_EXPO, token };
  await expect(service.client.registerDevice(device, { caller })).rejects.toThrow();
  await erasing.done();
  await handled(db);
  expect(await erasing.traces(rider, names.rider)).toEqual([]);
  expect(await inboxes(rider)).toEqual([]);
  const entries = await textsOf(driver);
  expect(entries).toHaveLength(2);
  expect(entries.map(({ data }) => data.rider_id)).toEqual([person.pseudonymId, undefined]);
});

it.each([
  ['while others’ entries are changed', 'UPDATE', 'notifications'],
  ['while the inbox is emptied', 'DELETE', 'notifications'],
  ['before the inbox goes', 'DELETE', 'inboxes'],
  ['before stored outcomes go', 'DELETE', 'requests'],
])('an erasing cut off %s goes on where it ended', async (_, action, table) => {
  const [rider, driver, names] = [randomUUID(), randomUUID(), { rider: named(), driver: named() }];
  await tell(db, userEvent(rider, 'en'));
  await tell(db, trip(rider, driver, names, 'trip.completed'));
  await handled(db);
  await db.admin(`CREATE OR REPLACE FUNCTION notification.cut_off() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'cut off'; END $$`);
  await db.admin(
    `CREATE TRIGGER cut_off BEFORE ${action} ON notification.${table} EXECUTE FUNCTION notification.cut_off()`,
  );
  await erasing.tell(rider);
  const failed = async () => (await erasing.waiting()).some(({ last_error }) => last_error?.includes('cut off'));
  await waitFor(failed, { what: 'the job is cut off' });
  await db.admin(`DROP TRIGGER cut_off ON notification.${table}`);
  await erasing.done();
  expect(await erasing.traces(rider, names.rider)).toEqual([]);
  expect(await textsOf(driver)).toHaveLength(1);
});

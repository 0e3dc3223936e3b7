// An erased rider: nothing that is asked, told or under way at the same moment leaves anything of them behind.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { RideStatus, type Ride } from '@lastmile/contracts';
import { aborted } from '@lastmile/errors';
import { Erasing, waitFor } from '@lastmile/testing';
import { Platform, rider, rideRequest } from './platform.js';

let platform: Platform;
let erasing: Erasing;
beforeAll(async () => {
  platform = await Platform.start();
  erasing = new Erasing(platform.db, 'rider');
});
afterEach(() => {
  platform.ledger.beforeStep = () => Promise.resolve();
  platform.beforeArrival = () => Promise.resolve();
});
afterAll(() => platform.stop());

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const ridesOf = (riderId: string) =>
  platform.db.admin<{ rider_name: string; destination_name: string; open: boolean; status: string }>(
    'SELECT * FROM rider.rides WHERE rider_id = $1',
    [riderId],
  );

/** A rider whose name nobody else has. */
async function namedRider(): Promise<{ caller: Caller; name: string }> {
  const [caller, name] = [rider(), `Ana ${randomUUID()}`];
  await platform.client.registerRider({ requestId: randomUUID(), name, wheelchair: true }, { caller });
  return { caller, name };
}

test('twenty riders who ask for a ride while they are erased keep none, whoever comes first', async () => {
  const riders = await Promise.all(times(20, namedRider));
  const people = await Promise.all(
    riders.map(async ({ caller, name }, n) => {
      const ask = async () => (await platform.client.requestRide(rideRequest(), { caller })).ride;
      const [ride, person] =
        n % 2 ? await Promise.allSettled([ask(), erasing.tell(caller.userId)]) : await askLast(ask, caller);
      if (ride.status === 'rejected') {
        expect(['ACCOUNT_ERASED', 'RIDER_NOT_REGISTERED']).toContain((ride.reason as { reason: string }).reason);
      }
      if (person.status === 'rejected') throw person.reason;
      return { ...person.value, name, ride: ride.status === 'fulfilled' ? ride.value : undefined };
    }),
  );
  await erasing.done();
  await platform.settled();
  for (const { userId, pseudonymId, name, ride } of people) {
    expect(await erasing.traces(userId, name)).toEqual([]);
    const left = await ridesOf(pseudonymId);
    expect(left).toMatchObject(
      ride ? [{ open: false, status: 'cancelled', rider_name: '', destination_name: '' }] : [],
    );
    if (ride) expect(platform.ledger.isClosed(ride.rideId)).toBe(true);
  }
});

/** The event comes before the answer, with nothing in between. */
async function askLast(ask: () => Promise<Ride | undefined>, { userId }: Caller) {
  const telling = erasing.tell(userId);
  const [person, ride] = await Promise.allSettled([telling, ask()]);
  return [ride, person] as const;
}

test('a request that waits for the timetable while its rider is marked is refused', async () => {
  const { caller, name } = await namedRider();
  platform.beforeArrival = async () => {
    platform.beforeArrival = () => Promise.resolve();
    await erasing.marked(await erasing.tell(caller.userId));
  };
  await expect(platform.client.requestRide(rideRequest(), { caller })).rejects.toMatchObject({
    kind: 'unauthenticated',
    reason: 'ACCOUNT_ERASED',
  });
  await erasing.done();
  expect(await erasing.traces(caller.userId, name)).toEqual([]);
  const again = platform.client.registerRider({ requestId: randomUUID(), name, wheelchair: false }, { caller });
  await expect(again).rejects.toMatchObject({ reason: 'ACCOUNT_ERASED' });
  expect(await erasing.traces(caller.userId, name)).toEqual([]);
});

test('somebody aboard is driven to the end first, and then forgotten', async () => {
  const { caller, name } = await namedRider();
  const ride = await platform.newRide(caller);
  const offered = await platform.ledger.offer(ride);
  const active = await platform.ledger.step(offered, 'ACTIVE');
  await platform.settled();
  const closings = platform.ledger.closings.length;
  const { userId, pseudonymId } = await erasing.tell(caller.userId);
  await waitFor(() => platform.ledger.closings.length > closings, { what: 'the ledger is asked' });
  expect(await ridesOf(userId)).toMatchObject([{ open: true, rider_name: name }]);
  await platform.ledger.step(active, 'COMPLETED');
  await erasing.done();
  expect(await ridesOf(pseudonymId)).toMatchObject([{ status: 'completed', rider_name: '', destination_name: '' }]);
  expect(await erasing.traces(userId, name)).toEqual([]);
});

test('late and repeated news of a ride, and of the erasure, bring nobody back', async () => {
  const { caller, name } = await namedRider();
  const ride = await platform.newRide(caller);
  platform.ledger.holdBack();
  const offered = await platform.ledger.offer(ride);
  await platform.ledger.step(offered, 'DECLINED', true);
  platform.ledger.stopHoldingBack();
  const person = await erasing.tell(caller.userId);
  await erasing.done();
  await platform.ledger.deliver(0, 1, 1, 0);
  await erasing.tell(person.userId, person.pseudonymId);
  await erasing.done();
  await platform.settled();
  expect(await ridesOf(person.pseudonymId)).toMatchObject([
    { open: false, status: 'cancelled', rider_name: '', destination_name: '' },
  ]);
  expect(await erasing.traces(person.userId, name)).toEqual([]);
});

test('an erased driver is not written among those whom a ride excludes', async () => {
  const { caller } = await namedRider();
  const ride = await platform.newRide(caller);
  const [before, late] = [randomUUID(), randomUUID()];
  await platform.ledger.step(await platform.ledger.offer(ride, before), 'DECLINED', true);
  await platform.settled();
  const [person, other] = [await erasing.tell(before), await erasing.tell(late)];
  await erasing.done();
  await platform.ledger.step(await platform.ledger.offer(ride, late), 'DECLINED', true);
  await platform.settled();
  expect((await platform.ride(ride)).excludedDriverIds).toEqual([person.pseudonymId]);
  expect(await erasing.traces(person.userId, other.userId, other.pseudonymId)).toEqual([]);
});

describe('an erasing cut off', () => {
  const STEPS = [
    ['while the ledger is asked', undefined],
    ['while rides are changed', ['UPDATE', 'rides']],
    ['before the profile goes', ['DELETE', 'riders']],
    ['before stored outcomes go', ['DELETE', 'requests']],
  ] as const;

  test.each(STEPS)('%s goes on where it ended', async (_, stop) => {
    const { caller, name } = await namedRider();
    const ride = await platform.newRide(caller);
    if (stop) {
      await platform.client.cancelRide({ requestId: randomUUID(), rideId: ride.rideId }, { caller });
      await platform.settled();
      await platform.db.admin(`CREATE OR REPLACE FUNCTION rider.cut_off() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'cut off'; END $$`);
      await platform.db.admin(
        `CREATE TRIGGER cut_off BEFORE ${stop[0]} ON rider.${stop[1]} EXECUTE FUNCTION rider.cut_off()`,
      );
    } else {
      platform.ledger.beforeStep = () => Promise.reject(aborted('CUT_OFF', 'cut off'));
    }
    const { userId, pseudonymId } = await erasing.tell(caller.userId);
    const failed = async () => (await erasing.waiting()).some(({ last_error }) => last_error?.includes('cut off'));
    await waitFor(failed, { what: 'the job is cut off' });
    expect(await erasing.traces(userId)).not.toEqual([]);
    if (stop) await platform.db.admin(`DROP TRIGGER cut_off ON rider.${stop[1]}`);
    platform.ledger.beforeStep = () => Promise.resolve();
    await erasing.done();
    await platform.settled();
    expect(await erasing.traces(userId, name)).toEqual([]);
    expect((await platform.ride(ride)).status).toBe(RideStatus.RIDE_STATUS_CANCELLED);
    expect(await ridesOf(pseudonymId)).toHaveLength(1);
  });
});

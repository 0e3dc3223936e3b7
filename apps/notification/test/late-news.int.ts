// Events that cross on their way: whatever two of them change places, nobody is told of a state that is over.
import { randomUUID } from 'node:crypto';
import { RideEvent, TripEvent, TripStatus } from '@lastmile/contracts';
import type { NewEvent } from '@lastmile/events';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { namesOf, RIDE_KINDS, TRIP_KINDS } from '../src/notification-kind.types.js';
import { handled, startNotification, tell, tripEvent, type RunningNotificationService } from './start-notification.js';

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

interface Pair {
  readonly earlier: string;
  readonly later: string;
  readonly riderId: string;
  readonly driverId: string;
  readonly aggregateId: string;
}

const pairsOf = (types: readonly string[]): Pair[] =>
  types.flatMap((earlier) =>
    types
      .filter((later) => later !== earlier)
      .map((later) => ({
        earlier,
        later,
        riderId: randomUUID(),
        driverId: randomUUID(),
        aggregateId: randomUUID(),
      })),
  );

const kindsOf = async (userId: string): Promise<string[]> => {
  const { notifications } = await service.client.listNotifications(
    { afterSequence: 0, pageSize: 0 },
    { caller: { userId, roles: ['rider'] } },
  );
  return notifications.map(({ kind }) => kind);
};

const eventOf = ({ riderId, driverId, aggregateId }: Pair, type: string, version: number): NewEvent =>
  type.startsWith('trip.')
    ? { ...tripEvent(riderId, driverId, type), aggregateId, version }
    : {
        type,
        aggregateId,
        version,
        time: new Date(),
        data: RideEvent.toJSON(RideEvent.fromPartial({ ride: { rideId: aggregateId, riderId } })),
      };

const DRIVER_ONLY = ['trip.offered', 'trip.declined', 'trip.expired'];
const RIDER_ONLY = ['trip.arrived'];
const hears = (person: 'rider' | 'driver', type: string): boolean => {
  if (type.startsWith('rider.')) return person === 'rider';
  return !(person === 'rider' ? DRIVER_ONLY : RIDER_ONLY).includes(type);
};

it.each([
  ['a trip', namesOf(TRIP_KINDS)],
  ['a ride', namesOf(RIDE_KINDS)],
])('of %s, the later one first: the earlier one only tells whom the later did not', async (_what, types) => {
  const pairs = pairsOf(types);
  await Promise.all(pairs.map((pair) => tell(db, eventOf(pair, pair.later, 2))));
  await handled(db);
  await Promise.all(pairs.map((pair) => tell(db, eventOf(pair, pair.earlier, 1))));
  await handled(db);
  for (const { earlier, later, riderId, driverId } of pairs) {
    for (const [person, userId] of [['rider', riderId] as const, ['driver', driverId] as const]) {
      const expected = [later, earlier].filter((type) => hears(person, type)).slice(0, 1);
      expect({ earlier, later, person, kinds: await kindsOf(userId) }).toEqual({
        earlier,
        later,
        person,
        kinds: expected,
      });
    }
  }
});

it('in their order, both are told', async () => {
  const [pair] = pairsOf(['trip.scheduled', 'trip.completed']);
  for (const [type, version] of [[pair!.earlier, 1] as const, [pair!.later, 3] as const]) {
    await tell(db, eventOf(pair!, type, version));
    await handled(db);
  }
  expect(await kindsOf(pair!.driverId)).toEqual(['trip.scheduled', 'trip.completed']);
});

it('an offer that is over is told to nobody', async () => {
  const [riderId, driverId] = [randomUUID(), randomUUID()];
  const trip = { tripId: randomUUID(), riderId, driverId, status: TripStatus.TRIP_STATUS_OFFERED };
  const until = (offerExpireTime: Date) =>
    TripEvent.toJSON(TripEvent.fromPartial({ trip: { ...trip, offerExpireTime } }));
  const offer = tripEvent(riderId, driverId, 'trip.offered');
  await tell(db, { ...offer, data: until(new Date(Date.now() - 1_000)) });
  await handled(db);
  expect(await kindsOf(driverId)).toEqual([]);
  await tell(db, { ...offer, data: until(new Date(Date.now() + 60_000)) });
  await handled(db);
  expect(await kindsOf(driverId)).toEqual(['trip.offered']);
});

// The ledger forgets people: whatever is offered, committed or told at the same moment, seats and money add up without them.
import { randomUUID } from 'node:crypto';
import { RideCloseCause, type Trip } from '@lastmile/contracts';
import { aRoute, Erasing, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { audit } from './audit.js';
import { commitRequest, driver, rider, SERVICE, startTrip, type RunningTripService } from './start-trip.js';

let db: TestDatabase;
let service: RunningTripService;
let erasing: Erasing;
beforeAll(async () => {
  db = await testDatabase('trip');
  service = await startTrip(db);
  erasing = new Erasing(db, 'trip');
});
afterEach(async () => expect(await audit(db)).toEqual([]));
afterAll(async () => {
  await service.stop();
  await db.close();
});

const asService = { caller: SERVICE };
const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const on = ({ tripId }: Trip) => ({ requestId: randomUUID(), tripId });
const closeRide = (rideId: string) =>
  service.client.closeRide({ rideId, onlyIfIdle: false, cause: RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED }, asService);
const closeRoute = (routeId: string) =>
  service.client.closeRoute({ routeId, cancelScheduled: true, keepAboard: false }, asService);
const tripsOf = (personId: string) =>
  db.admin<{ live: boolean; pin: string; fare_amount_minor: string }>(
    'SELECT * FROM trip.trips WHERE rider_id = $1 OR driver_id = $1',
    [personId],
  );

/** A route and a rider for it, whose names nobody else has. */
async function pair() {
  const route = aRoute({ driverName: `Dora ${randomUUID()}`, vehiclePlate: randomUUID().slice(0, 12) });
  await service.client.openRoute(route, asService);
  const request = commitRequest(route.routeId);
  const [planned] = request.trips;
  const commit = { ...request, trips: [{ ...planned!, riderName: `Ana ${randomUUID()}` }] };
  const [{ rideId, riderId, riderName }] = commit.trips as [(typeof commit.trips)[number]];
  return { route, commit, rideId, riderId, riderName };
}
type Pair = Awaited<ReturnType<typeof pair>>;
const offered = async ({ commit }: Pair) => (await service.client.commitMatch(commit, asService)).trips[0]!;

/** The route of a driver who is erased ends, and nobody is seated on it any more. */
const unlessTooLate = (error: { readonly reason?: string }): void => {
  if (error.reason !== 'ROUTE_CLOSED') throw error as Error;
};

const SIDES = {
  rider: {
    id: ({ riderId }: Pair) => riderId,
    texts: ({ riderId, riderName }: Pair) => [riderId, riderName],
    end: ({ rideId }: Pair) => closeRide(rideId),
  },
  driver: {
    id: ({ route }: Pair) => route.driverId,
    texts: ({ route }: Pair) => [route.driverId, route.driverName, route.vehiclePlate],
    end: ({ route }: Pair) => closeRoute(route.routeId),
  },
} as const;
const BOTH = ['rider', 'driver'] as const;

test.each(BOTH)('twelve commits while their %s is erased seat nobody for long', async (who) => {
  const side = SIDES[who];
  const pairs = await Promise.all(times(12, pair));
  const people = await Promise.all(
    pairs.map(async (it) => {
      const commit = service.client.commitMatch(it.commit, asService).catch(unlessTooLate);
      const [person] = await Promise.all([erasing.tell(side.id(it)), commit]);
      return person;
    }),
  );
  await Promise.all(people.map((person) => erasing.marked(person)));
  // As the rider and driver services do when they hear of it.
  await Promise.all(pairs.map((it): Promise<unknown> => side.end(it)));
  await erasing.done();
  for (const [n, { pseudonymId }] of people.entries()) {
    expect(await erasing.traces(...side.texts(pairs[n]!))).toEqual([]);
    for (const trip of await tripsOf(pseudonymId)) expect(trip).toMatchObject({ live: false });
  }
});

test.each(BOTH)('an offer that is accepted while its %s is erased ends, and the amount stays', async (who) => {
  const side = SIDES[who];
  const pairs = await Promise.all(times(8, pair));
  const trips = await Promise.all(pairs.map(offered));
  const people = await Promise.all(
    pairs.map(async (it, n) => {
      const trip = trips[n]!;
      const [person] = await Promise.all([
        erasing.tell(side.id(it)),
        service.client.acceptTrip(on(trip), { caller: driver(trip.driverId) }).catch(() => undefined),
        side.end(it),
      ]);
      return person;
    }),
  );
  await erasing.done();
  for (const [n, { pseudonymId }] of people.entries()) {
    expect(await erasing.traces(...side.texts(pairs[n]!))).toEqual([]);
    const amount = String(trips[n]!.fare!.amountMinor);
    expect(await tripsOf(pseudonymId)).toMatchObject([{ live: false, fare_amount_minor: amount }]);
    if (who === 'rider') expect(await tripsOf(pseudonymId)).toMatchObject([{ pin: '0000' }]);
  }
});

test('nobody who is erased is seated, drives or is shared any more', async () => {
  const it = await pair();
  const trip = await offered(it);
  await service.client.acceptTrip(on(trip), { caller: driver(trip.driverId) });
  const { token } = await service.client.shareTrip(trip, { caller: rider(it.riderId) });
  const person = await erasing.tell(it.riderId);
  await erasing.marked(person);
  await closeRide(it.rideId);
  await erasing.done();
  await expect(service.client.getSharedTrip({ token }, asService)).rejects.toMatchObject({ kind: 'not_found' });

  const again = commitRequest(it.route.routeId);
  const trips = [{ ...again.trips[0]!, riderId: it.riderId, riderName: it.riderName }];
  const answer = await service.client.commitMatch({ ...again, trips }, asService);
  expect(answer.trips).toEqual([]);
  expect(answer.refused).toHaveLength(1);
  // The commit that seated the rider, once more.
  await service.client.commitMatch(it.commit, asService);
  expect(await erasing.traces(it.riderId, it.riderName)).toEqual([]);

  const their = await erasing.tell(it.route.driverId);
  await erasing.marked(their);
  const open = () => service.client.openRoute({ ...it.route, routeId: randomUUID() }, asService);
  await expect(open()).rejects.toMatchObject({ reason: 'ACCOUNT_ERASED' });
  await closeRoute(it.route.routeId);
  await erasing.done();
  await expect(open()).rejects.toMatchObject({ reason: 'ACCOUNT_ERASED' });
  expect(await erasing.traces(...SIDES.driver.texts(it))).toEqual([]);
});

test('with a ride under way nothing is taken out, until it is over', async () => {
  const it = await pair();
  const trip = await offered(it);
  await service.client.acceptTrip(on(trip), { caller: driver(trip.driverId) });
  const { pin } = (await service.client.getTripDetails(trip, { caller: rider(it.riderId) })).trip!;
  await service.client.confirmPickup({ ...on(trip), pin }, { caller: driver(trip.driverId) });
  const person = await erasing.tell(it.riderId);
  await erasing.marked(person);
  await erasing.tryNow();
  expect(await tripsOf(it.riderId)).toMatchObject([{ live: true, pin }]);
  await service.client.confirmDropoff(on(trip), { caller: driver(trip.driverId) });
  await erasing.done();
  expect(await tripsOf(person.pseudonymId)).toMatchObject([{ live: false, pin: '0000' }]);
  expect(await erasing.traces(it.riderId, it.riderName)).toEqual([]);
});

test.each([
  ['while trips are changed', 'UPDATE', 'trips'],
  ['before stored outcomes go', 'DELETE', 'requests'],
])('an erasing cut off %s goes on where it ended', async (_, action, table) => {
  const it = await pair();
  await offered(it);
  await closeRide(it.rideId);
  await db.admin(`CREATE OR REPLACE FUNCTION trip.cut_off() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'cut off'; END $$`);
  await db.admin(`CREATE TRIGGER cut_off BEFORE ${action} ON trip.${table} EXECUTE FUNCTION trip.cut_off()`);
  const { pseudonymId } = await erasing.tell(it.riderId);
  const failed = async () => (await erasing.waiting()).some(({ last_error }) => last_error?.includes('cut off'));
  await waitFor(failed, { what: 'the job is cut off' });
  await db.admin(`DROP TRIGGER cut_off ON trip.${table}`);
  await erasing.done();
  expect(await erasing.traces(it.riderId, it.riderName)).toEqual([]);
  expect(await tripsOf(pseudonymId)).toHaveLength(1);
});

// Commands that meet: whoever wins, the ledger is consistent and every loser is told why.
import { randomUUID } from 'node:crypto';
import { Database } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { isDomainError } from '@lastmile/errors';
import type { PlannedTrip, Trip } from '../src/trip.types.js';
import { audit, told } from './audit.js';
import { command, driverOf, Ledger, newRide, riderOf } from './ledger.js';

/** More connections than a service has, so that the transactions really overlap. */
const CONNECTIONS = 25;
const ROUNDS = 15;

let db: TestDatabase;
let crowd: Database;
let ledger: Ledger;
beforeAll(async () => {
  db = await testDatabase('trip');
  const logger = createLogger({ service: 'trip', level: 'silent' });
  crowd = new Database({ url: db.url, service: 'trip', poolMax: CONNECTIONS, logger });
});
beforeEach(() => void (ledger = new Ledger(crowd)));
afterEach(async () => expect(await audit(db)).toEqual([]));
afterAll(async () => {
  await crowd.close();
  await db.close();
});

const times = <T>(count: number, fn: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => fn(n));
const trip = async ({ tripId, riderId }: Trip) => (await ledger.trips.details(riderOf({ riderId }), tripId)).trip;

/** The reason of each refusal, or `ok`. Anything but a refusal fails the test. */
async function outcomes(...commands: Promise<unknown>[]): Promise<string[]> {
  return (await Promise.allSettled(commands)).map((settled) => {
    if (settled.status === 'fulfilled') return 'ok';
    if (isDomainError(settled.reason)) return settled.reason.reason;
    throw settled.reason;
  });
}

test('fifty commits for the last seat seat exactly one rider', async () => {
  const { routeId } = await ledger.openRoute({ seats: 1 });
  const answers = await Promise.all(times(50, () => ledger.commit(routeId, [newRide()])));
  expect(answers.flatMap(({ trips }) => trips)).toHaveLength(1);
  expect(answers.flatMap(({ refused }) => refused.map(({ reason }) => reason))).toEqual(times(49, () => 'no_seats'));
  expect(await ledger.routes.loads([routeId])).toMatchObject([{ seatsTaken: 1 }]);
});

/** A ride that waits again: its row is there, so that only locks keep commits apart, not the insert of a new one. */
async function reopenedRide(changes: Partial<PlannedTrip> = {}): Promise<PlannedTrip> {
  const planned = newRide(changes);
  await ledger.trips.expireOffer((await ledger.seat({}, planned)).tripId);
  return planned;
}

test.each([
  ['new', async () => newRide()],
  ['reopened', reopenedRide],
])('a %s ride offered to twenty cars at once lands in one', async (_, prepare) => {
  const routes = await Promise.all(times(20, () => ledger.openRoute()));
  const planned = await prepare();
  const answers = await Promise.all(routes.map(({ routeId }) => ledger.commit(routeId, [planned])));
  expect(answers.flatMap(({ trips }) => trips)).toHaveLength(1);
  expect(answers.flatMap(({ refused }) => refused)).toEqual(
    times(19, () => ({ rideId: planned.rideId, reason: 'ride_taken' })),
  );
});

test('twenty commits of the same eight rides in shuffled orders seat each once, without deadlock', async () => {
  const routes = await Promise.all(times(20, () => ledger.openRoute({ seats: 8 })));
  const rides = await Promise.all(times(8, (n) => reopenedRide({ dropoffOrder: n })));
  const shuffled = (n: number) => rides.map((_, i) => rides[(i * 3 + n) % rides.length]!);
  const answers = await Promise.all(routes.map(({ routeId }, n) => ledger.commit(routeId, shuffled(n))));
  expect(answers.flatMap(({ trips }) => trips.map(({ rideId }) => rideId)).sort()).toEqual(
    rides.map(({ rideId }) => rideId).sort(),
  );
});

test('ten copies of one request are one commit', async () => {
  const { routeId } = await ledger.openRoute({ seats: 8 });
  const [planned, requestId] = [newRide(), randomUUID()];
  const answers = await Promise.all(times(10, () => ledger.commit(routeId, [planned], { requestId })));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await told(db, answers[0]!.trips[0]!.tripId)).toHaveLength(1);
});

test('a cancel against an accept ends cancelled, accepted first or not at all', async () => {
  for (const offered of await Promise.all(times(ROUNDS, () => ledger.seat()))) {
    const [accepted, cancelled] = await outcomes(
      ledger.trips.accept(driverOf(offered), command(offered)),
      ledger.trips.cancel(riderOf(offered), { ...command(offered), reason: '' }),
    );
    expect(cancelled).toBe('ok');
    const { status, version } = await trip(offered);
    expect([accepted, status, version]).toEqual(
      accepted === 'ok' ? ['ok', 'cancelled', 3] : ['ILLEGAL_TRANSITION', 'cancelled', 2],
    );
  }
});

test('an expiry against an accept has one winner', async () => {
  for (const offered of await Promise.all(times(ROUNDS, () => ledger.seat()))) {
    const [accepted] = await outcomes(
      ledger.trips.accept(driverOf(offered), command(offered)),
      ledger.trips.expireOffer(offered.tripId),
    );
    const { status, version } = await trip(offered);
    expect([accepted, status, version]).toEqual(
      accepted === 'ok' ? ['ok', 'scheduled', 2] : ['OFFER_EXPIRED', 'expired', 2],
    );
  }
});

test('closing a ride against a commit leaves the ride closed and nobody in a car', async () => {
  for (const { routeId } of await Promise.all(times(ROUNDS, () => ledger.openRoute()))) {
    const planned = await reopenedRide();
    const [{ trips, refused }, closing] = await Promise.all([
      ledger.commit(routeId, [planned]),
      ledger.trips.closeRide({ rideId: planned.rideId, cancelled: true, onlyIfIdle: false }),
    ]);
    expect(closing.closed).toBe(true);
    if (trips[0]) expect(await trip(trips[0])).toMatchObject({ status: 'cancelled', endedBy: 'rider' });
    else expect(refused).toMatchObject([{ reason: 'ride_closed' }]);
  }
});

test('closing a ride while it moves from car to car always finds it', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const planned = newRide();
    const first = await ledger.seat({}, planned);
    const { routeId } = await ledger.openRoute();
    const [, closing] = await Promise.all([
      ledger.trips
        .decline(driverOf(first), { ...command(first), reason: '' })
        .then(() => ledger.commit(routeId, [planned]))
        .catch((error: Error) => expect(error).toMatchObject({ reason: 'ILLEGAL_TRANSITION' })),
      ledger.trips.closeRide({ rideId: planned.rideId, cancelled: true, onlyIfIdle: false }),
    ]);
    expect(closing.closed).toBe(true);
    expect(await ledger.routes.loads([first.routeId, routeId])).toMatchObject([{ seatsTaken: 0 }, { seatsTaken: 0 }]);
  }
});

test('closing a route against commits and answers leaves it empty', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const seated = await ledger.seat();
    const commands = [
      ledger.commit(seated.routeId, [newRide()]),
      ledger.trips.accept(driverOf(seated), command(seated)),
      ledger.trips.cancel(riderOf(seated), { ...command(seated), reason: '' }),
    ];
    const [closed, ...others] = await outcomes(ledger.routes.close(seated.routeId, true), ...commands);
    expect(closed).toBe('ok');
    for (const other of others) expect(['ok', 'ROUTE_CLOSED', 'ILLEGAL_TRANSITION', 'OFFER_EXPIRED']).toContain(other);
    expect(await ledger.routes.loads([seated.routeId])).toMatchObject([{ open: false, seatsTaken: 0 }]);
  }
});

test('two openings of one route, and of two routes by one driver, agree', async () => {
  const [routeId, driverId] = [randomUUID(), randomUUID()];
  const same = await Promise.all(times(5, () => ledger.openRoute({ routeId, driverId })));
  for (const route of same) expect(route).toEqual(same[0]);
  const other = randomUUID();
  const reasons = await outcomes(...times(5, () => ledger.openRoute({ driverId: other })));
  expect(reasons.sort()).toEqual([...times(4, () => 'DRIVER_HAS_OPEN_ROUTE'), 'ok']);
});

test('wrong PINs tried at the same time are all counted', async () => {
  const arrived = await ledger.seatAs('arrived');
  const wrong = arrived.pin === '0000' ? '1111' : '0000';
  const reasons = await outcomes(
    ...times(8, () => ledger.trips.board(driverOf(arrived), { ...command(arrived), pin: wrong })),
  );
  expect(reasons.sort()).toEqual([...times(3, () => 'PIN_LOCKED'), ...times(5, () => 'WRONG_PIN')]);
});

// Each use case is cut off before every one of its statements in turn. Nothing of it may remain, and the retry must do all.
import { randomUUID } from 'node:crypto';
import { ALONE } from '@lastmile/party';
import type { Database, Transaction } from '@lastmile/postgres';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import type { Trip } from '../src/trip.types.js';
import { audit, snapshot } from './audit.js';
import { after } from './fixtures.js';
import { command, driverOf, Ledger, MATCHING, newRide, riderOf } from './ledger.js';

class Killed extends Error {}

/** The database, whose transactions die before their `n`-th statement. */
function dyingBefore(n: number, database: Database): Database {
  const dying = (tx: Transaction): Transaction => {
    let left = n;
    const query = (...args: Parameters<Transaction['query']>) => {
      if (--left === 0) throw new Killed();
      return tx.query(...args);
    };
    return overriding(tx, { query });
  };
  const transaction = (fn: (tx: Transaction) => Promise<unknown>) => database.transaction((tx) => fn(dying(tx)));
  return overriding(database, { transaction });
}

const overriding = <T extends object>(target: T, methods: object): T =>
  new Proxy(target, { get: (_, name, self) => Reflect.get(name in methods ? methods : target, name, self) as unknown });

let db: TestDatabase;
let healthy: Ledger;
beforeAll(async () => void (db = await testDatabase('trip')));
beforeEach(() => void (healthy = new Ledger(db.database)));
afterAll(() => db.close());

type Act = (ledger: Ledger) => Promise<unknown>;
/** Prepares a situation and returns the command to be cut off: the same request each time it is run. */
const useCases: Record<string, () => Promise<Act>> = {
  OpenRoute: async () => {
    const route = { routeId: randomUUID(), driverId: randomUUID() };
    return (ledger) => ledger.openRoute(route);
  },
  ResizeRoute: async () => {
    const { routeId } = await healthy.seat();
    return (ledger) => ledger.routes.resize(routeId, { seats: 2 });
  },
  CloseRoute: async () => {
    const { routeId } = await healthy.openRoute();
    const [first] = (await healthy.commit(routeId, [newRide(), newRide()])).trips;
    await healthy.trips.accept(driverOf(first!), command(first!));
    return (ledger) => ledger.routes.close(routeId, true);
  },
  CommitMatch: async () => {
    const first = await healthy.seat();
    const plan = {
      requestId: randomUUID(),
      routeId: first.routeId,
      stationId: '701',
      trips: [newRide(), newRide({ dropoffOrder: 3 }), newRide({ party: { ...ALONE, people: 6 } })],
      reordered: [{ tripId: first.tripId, dropoffOrder: 2, dropoffTime: after(1400) }],
    };
    return (ledger) => ledger.trips.commitMatch(MATCHING, plan);
  },
  CloseRide: async () => {
    const { rideId } = await healthy.seat();
    return (ledger) => ledger.trips.closeRide({ rideId, cancelled: true, onlyIfIdle: false });
  },
  AcceptTrip: () => onTrip('offered', (ledger, trip, request) => ledger.trips.accept(driverOf(trip), request)),
  DeclineTrip: () =>
    onTrip('offered', (ledger, trip, request) => ledger.trips.decline(driverOf(trip), { ...request, reason: 'no' })),
  'the offer timer': () => onTrip('offered', (ledger, { tripId }) => ledger.trips.expireOffer(tripId)),
  UpdateTripStatus: () => onTrip('scheduled', (ledger, trip, request) => ledger.trips.arrive(driverOf(trip), request)),
  ConfirmPickup: () =>
    onTrip('arrived', (ledger, trip, request) => ledger.trips.board(driverOf(trip), { ...request, pin: trip.pin })),
  ConfirmDropoff: () => onTrip('active', (ledger, trip, request) => ledger.trips.dropOff(driverOf(trip), request)),
  CancelTrip: () =>
    onTrip('scheduled', (ledger, trip, request) => ledger.trips.cancel(riderOf(trip), { ...request, reason: '' })),
  ReportNoShow: () =>
    onTrip('scheduled', (ledger, trip, request) => {
      ledger.clock.set(trip.latestPickupTime);
      return ledger.trips.reportNoShow(riderOf(trip), request);
    }),
  RateTrip: () =>
    onTrip('completed', (ledger, trip, request) => ledger.trips.rate(riderOf(trip), { ...request, rating: 5 })),
};

async function onTrip(
  status: Parameters<Ledger['seatAs']>[0],
  act: (ledger: Ledger, trip: Trip, request: ReturnType<typeof command>) => Promise<unknown>,
): Promise<Act> {
  const trip = await healthy.seatAs(status);
  const request = command(trip);
  return (ledger) => act(ledger, trip, request);
}

test.each(Object.keys(useCases))('%s leaves nothing half done, and converges', async (name) => {
  const act = await useCases[name]!();
  const before = await snapshot(db);
  let answer: unknown;
  let statements = 1;
  for (; ; statements++) {
    try {
      answer = await act(new Ledger(dyingBefore(statements, db.database)));
      break;
    } catch (error) {
      expect(error).toBeInstanceOf(Killed);
      expect(await snapshot(db)).toEqual(before);
    }
  }
  expect(statements).toBeGreaterThan(2);
  const done = await snapshot(db);
  expect(done).not.toEqual(before);
  // The answer was lost on its way: asking again gives it once more and does nothing.
  expect(await act(healthy)).toEqual(answer);
  expect(await snapshot(db)).toEqual(done);
  expect(await audit(db)).toEqual([]);
});

test('a wrong PIN is counted whole or not at all', async () => {
  const trip = await healthy.seatAs('arrived');
  const request = { ...command(trip), pin: trip.pin === '0000' ? '1111' : '0000' };
  const wrongPins = async () => (await healthy.trips.details(driverOf(trip), trip.tripId)).trip.wrongPins;
  for (let statements = 1; ; statements++) {
    const error = await new Ledger(dyingBefore(statements, db.database)).trips
      .board(driverOf(trip), request)
      .catch((caught: unknown) => caught);
    if (!(error instanceof Killed)) break;
    expect(await wrongPins()).toBe(0);
  }
  await expect(healthy.trips.board(driverOf(trip), request)).rejects.toMatchObject({ reason: 'WRONG_PIN' });
  expect(await wrongPins()).toBe(1);
});

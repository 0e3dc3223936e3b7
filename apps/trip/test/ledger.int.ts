// The ledger's promises in the order of a trip's life, on a real database.
import { randomUUID } from 'node:crypto';
import { ALONE } from '@lastmile/party';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { TRIP_COLUMNS } from '../src/trips/trip.row.js';
import { audit, offerTimers, snapshot, told } from './audit.js';
import { after, START } from './fixtures.js';
import { command, driverOf, Ledger, MATCHING, newRide, riderOf } from './ledger.js';

let db: TestDatabase;
let ledger: Ledger;
beforeAll(async () => void (db = await testDatabase('trip')));
beforeEach(() => void (ledger = new Ledger(db.database)));
afterEach(async () => expect(await audit(db)).toEqual([]));
afterAll(() => db.close());

const seatsTaken = async (routeId: string) => (await ledger.routes.loads([routeId]))[0]?.seatsTaken;
const because = (reason: string) => expect.objectContaining({ reason });

describe('a trip', () => {
  it('goes from offer to drop-off, telling each step once and never its PIN', async () => {
    const trip = await ledger.seatAs('completed');
    const { history } = await ledger.trips.details(riderOf(trip), trip.tripId);
    expect(history.map(({ version, status, actor }) => [version, status, actor])).toEqual([
      [1, 'offered', 'platform'],
      [2, 'scheduled', 'driver'],
      [3, 'arrived', 'driver'],
      [4, 'active', 'driver'],
      [5, 'completed', 'driver'],
    ]);
    const events = await told(db, trip.tripId);
    expect(events.map(({ type, version }) => [type, version])).toEqual([
      ['trip.offered', 1],
      ['trip.scheduled', 2],
      ['trip.arrived', 3],
      ['trip.active', 4],
      ['trip.completed', 5],
    ]);
    for (const { data } of events) expect(data.trip?.pin ?? '').toBe('');
    expect(await seatsTaken(trip.routeId)).toBe(0);
    expect(await offerTimers(db)).not.toContain(trip.tripId);
  });

  it('comes back from the database as it was decided', async () => {
    const trip = await ledger.seat({}, newRide({ party: { ...ALONE, people: 2, wheelchair: true } }));
    expect((await ledger.trips.details(driverOf(trip), trip.tripId)).trip).toEqual(trip);
    expect(trip.fare).toEqual({ currency: 'USD', amountMinor: expect.any(Number) });
  });

  it('is scheduled at once on a route that accepts by itself, and told as scheduled only', async () => {
    const trip = await ledger.seat({ autoAccept: true });
    expect(trip).toMatchObject({ status: 'scheduled', acceptTime: START, version: 1 });
    expect((await told(db, trip.tripId)).map(({ type }) => type)).toEqual(['trip.scheduled']);
    expect(await offerTimers(db)).not.toContain(trip.tripId);
  });

  it.each(['decline', 'expiry', 'cancel'] as const)('frees its seats and reopens the ride after a %s', async (how) => {
    const planned = newRide({ party: { ...ALONE, people: 2 } });
    const trip = await ledger.seat({}, planned);
    expect(await seatsTaken(trip.routeId)).toBe(2);
    expect(await offerTimers(db)).toContain(trip.tripId);
    if (how === 'decline') await ledger.trips.decline(driverOf(trip), { ...command(trip), reason: 'flat tyre' });
    else if (how === 'expiry') await ledger.trips.expireOffer(trip.tripId);
    else await ledger.trips.cancel(driverOf(trip), { ...command(trip), reason: '' });

    expect(await seatsTaken(trip.routeId)).toBe(0);
    expect(await offerTimers(db)).not.toContain(trip.tripId);
    expect((await told(db, trip.tripId)).at(-1)?.data.rideReopened).toBe(true);
    const again = await ledger.commit(trip.routeId, [planned]);
    expect(again.refused).toEqual([{ rideId: planned.rideId, reason: 'driver_excluded' }]);
    expect(await ledger.seat({}, planned)).toMatchObject({ rideId: planned.rideId, status: 'offered' });
  });

  it.each(['cancelled by its rider', 'completed'] as const)('ends the ride when %s', async (how) => {
    const trip = await ledger.seatAs(how === 'completed' ? 'completed' : 'scheduled');
    if (how !== 'completed') await ledger.trips.cancel(riderOf(trip), { ...command(trip), reason: 'found a bus' });
    expect((await told(db, trip.tripId)).at(-1)?.data.rideReopened ?? false).toBe(false);
    const { routeId } = await ledger.openRoute();
    const { refused } = await ledger.commit(routeId, [newRide({ rideId: trip.rideId, riderId: trip.riderId })]);
    expect(refused).toEqual([{ rideId: trip.rideId, reason: 'ride_closed' }]);
  });

  it('counts wrong PINs although it refuses them, and locks', async () => {
    const trip = await ledger.seatAs('arrived');
    const wrong = trip.pin === '0000' ? '1111' : '0000';
    const first = { ...command(trip), pin: wrong };
    for (const request of [first, first]) {
      // The same request again is the same attempt.
      await expect(ledger.trips.board(driverOf(trip), request)).rejects.toMatchObject({
        reason: 'WRONG_PIN',
        metadata: { attempts_left: '4' },
      });
    }
    for (const attempts_left of ['3', '2', '1', '0']) {
      const attempt = ledger.trips.board(driverOf(trip), { ...command(trip), pin: wrong });
      await expect(attempt).rejects.toMatchObject({ reason: 'WRONG_PIN', metadata: { attempts_left } });
    }
    await expect(ledger.trips.board(driverOf(trip), { ...command(trip), pin: trip.pin })).rejects.toThrow(
      because('PIN_LOCKED'),
    );
    const { trip: still } = await ledger.trips.details(driverOf(trip), trip.tripId);
    expect(still).toMatchObject({ status: 'arrived', version: trip.version, wrongPins: 5 });
  });

  it('is not accepted after its offer lapsed, even before the timer fires', async () => {
    const trip = await ledger.seat();
    ledger.clock.advance(20);
    await expect(ledger.trips.accept(driverOf(trip), command(trip))).rejects.toThrow(because('OFFER_EXPIRED'));
    await ledger.trips.expireOffer(trip.tripId);
    await ledger.trips.expireOffer(trip.tripId);
    expect((await told(db, trip.tripId)).map(({ type }) => type)).toEqual(['trip.offered', 'trip.expired']);
    await expect(ledger.trips.accept(driverOf(trip), command(trip))).rejects.toThrow(because('OFFER_EXPIRED'));
  });

  it('is rated by both sides, once each', async () => {
    const trip = await ledger.seatAs('completed');
    await ledger.trips.rate(riderOf(trip), { ...command(trip), rating: 5 });
    const rated = await ledger.trips.rate(driverOf(trip), { ...command(trip), rating: 4 });
    expect(rated).toMatchObject({ driverRating: 5, riderRating: 4, version: 7 });
    await expect(ledger.trips.rate(riderOf(trip), { ...command(trip), rating: 1 })).rejects.toThrow(
      because('ALREADY_RATED'),
    );
  });
});

describe('a request id', () => {
  it('does a thing once, also when both come at the same time', async () => {
    const trip = await ledger.seat();
    const request = command(trip);
    const twice = await Promise.all([1, 2].map(() => ledger.trips.accept(driverOf(trip), request)));
    twice.push(await ledger.trips.accept(driverOf(trip), request));
    for (const answer of twice) expect(answer).toEqual(twice[0]);
    expect((await told(db, trip.tripId)).map(({ type }) => type)).toEqual(['trip.offered', 'trip.scheduled']);
  });

  it('repeats a commit’s answer, PINs and all, without seating anybody again', async () => {
    const { routeId } = await ledger.openRoute();
    const [planned, requestId] = [newRide(), randomUUID()];
    const answers = await Promise.all([1, 2, 3].map(() => ledger.commit(routeId, [planned], { requestId })));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await seatsTaken(routeId)).toBe(1);
  });

  it('with another body is refused', async () => {
    const { routeId } = await ledger.openRoute();
    const requestId = randomUUID();
    await ledger.commit(routeId, [newRide()], { requestId });
    const before = await snapshot(db);
    await expect(ledger.commit(routeId, [newRide()], { requestId })).rejects.toThrow(because('REQUEST_ID_REUSED'));
    expect(await snapshot(db)).toEqual(before);
  });
});

describe('a commit', () => {
  it('seats whom it can, in order, and says why not the others', async () => {
    const taken = await ledger.seat();
    const { routeId } = await ledger.openRoute({ seats: 3 });
    const [first, tooMany, last] = [
      newRide({ party: { ...ALONE, people: 2 } }),
      newRide({ party: { ...ALONE, people: 2 } }),
      newRide({ dropoffOrder: 4 }),
    ];
    const wanted = [newRide({ rideId: taken.rideId }), first, tooMany, last];
    const { trips, refused } = await ledger.commit(routeId, wanted);
    expect(trips.map(({ rideId }) => rideId)).toEqual([first.rideId, last.rideId]);
    expect(refused).toEqual([
      { rideId: taken.rideId, reason: 'ride_taken' },
      { rideId: tooMany.rideId, reason: 'no_seats' },
    ]);
    expect(await seatsTaken(routeId)).toBe(3);
  });

  it('re-times riders seated before within their promise, or changes nothing at all', async () => {
    const first = await ledger.seat();
    const join = (seconds: number) =>
      ledger.trips.commitMatch(MATCHING, {
        requestId: randomUUID(),
        routeId: first.routeId,
        stationId: '701',
        trips: [newRide({ dropoffOrder: 1 })],
        reordered: [{ tripId: first.tripId, dropoffOrder: 2, dropoffTime: after(seconds) }],
      });
    const before = await snapshot(db);
    await expect(join(1501)).rejects.toThrow(because('BREAKS_PROMISE'));
    expect(await snapshot(db)).toEqual(before);
    await join(1400);
    const { trip, history } = await ledger.trips.details(riderOf(first), first.tripId);
    expect(trip).toMatchObject({ dropoffOrder: 2, dropoffTime: after(1400), version: 2, status: 'offered' });
    expect(history).toHaveLength(2);
    expect((await told(db, first.tripId)).map(({ type }) => type)).toEqual(['trip.offered', 'trip.replanned']);
  });
});

describe('a route', () => {
  it('opens once, takes newer data, and lets its driver have no second one', async () => {
    const route = await ledger.openRoute();
    expect(await ledger.openRoute({ ...route, vehiclePlate: 'T 9' })).toEqual({ ...route, vehiclePlate: 'T 9' });
    await expect(ledger.openRoute({ driverId: route.driverId })).rejects.toThrow(because('DRIVER_HAS_OPEN_ROUTE'));
    await ledger.routes.close(route.routeId, false);
    await expect(ledger.openRoute(route)).rejects.toThrow(because('ROUTE_CLOSED'));
    await expect(ledger.openRoute({ driverId: route.driverId })).resolves.toMatchObject({ open: true });
  });

  it('keeps the seats that riders hold', async () => {
    const { routeId } = await ledger.seat({}, newRide({ party: { ...ALONE, people: 2 } }));
    await expect(ledger.routes.resize(routeId, { seats: 1 })).rejects.toThrow(because('SEATS_IN_USE'));
    expect(await ledger.routes.resize(routeId, { seats: 2 })).toMatchObject({ seats: 2, seatsTaken: 2 });
    await expect(ledger.routes.resize(randomUUID(), { seats: 2 })).rejects.toThrow(because('ROUTE_NOT_FOUND'));
  });

  it('lets offers lapse and sends promised riders back to waiting when it closes', async () => {
    const { routeId } = await ledger.openRoute();
    const [first, second] = (await ledger.commit(routeId, [newRide(), newRide({ dropoffOrder: 2 })])).trips;
    await ledger.trips.accept(driverOf(first!), command(first!));
    await expect(ledger.routes.close(routeId, false)).rejects.toThrow(because('ROUTE_HAS_RIDERS'));
    expect(await seatsTaken(routeId)).toBe(2);

    expect(await ledger.routes.close(routeId, true)).toMatchObject({ open: false, seatsTaken: 0 });
    expect((await told(db, first!.tripId)).at(-1)).toMatchObject({
      type: 'trip.cancelled',
      data: { rideReopened: true },
    });
    expect((await told(db, second!.tripId)).at(-1)).toMatchObject({
      type: 'trip.expired',
      data: { rideReopened: true },
    });
    const before = await snapshot(db);
    await ledger.routes.close(routeId, true);
    expect(await snapshot(db)).toEqual(before);
  });

  it('does not close over a rider who is aboard', async () => {
    const trip = await ledger.seatAs('active');
    await expect(ledger.routes.close(trip.routeId, true)).rejects.toThrow(because('ROUTE_HAS_RIDERS'));
  });
});

describe('closing a ride', () => {
  const close = (rideId: string, more: { onlyIfIdle?: boolean; cancelled?: boolean } = {}) =>
    ledger.trips.closeRide({ rideId, cancelled: true, onlyIfIdle: false, ...more });

  it('keeps every later commit out, also for a ride never seen before', async () => {
    const planned = newRide();
    expect(await close(planned.rideId)).toEqual({ closed: true, trip: undefined });
    expect(await close(planned.rideId)).toEqual({ closed: true, trip: undefined });
    expect(await told(db, planned.rideId)).toMatchObject([{ type: 'trip.ride_closed', data: { cancelled: true } }]);
    const { routeId } = await ledger.openRoute();
    expect((await ledger.commit(routeId, [planned])).refused).toEqual([
      { rideId: planned.rideId, reason: 'ride_closed' },
    ]);
  });

  it('cancels the live trip, and answers a repeat with it', async () => {
    const trip = await ledger.seatAs('scheduled');
    const first = await close(trip.rideId);
    expect(first).toMatchObject({ closed: true, trip: { tripId: trip.tripId, status: 'cancelled', endedBy: 'rider' } });
    expect(await close(trip.rideId)).toEqual(first);
    expect(await told(db, trip.rideId)).toHaveLength(1);
  });

  it('leaves a ride with a live trip alone when asked to', async () => {
    const trip = await ledger.seat();
    expect(await close(trip.rideId, { onlyIfIdle: true })).toEqual({ closed: false, trip });
    await ledger.trips.expireOffer(trip.tripId);
    expect(await close(trip.rideId, { onlyIfIdle: true, cancelled: false })).toEqual({ closed: true, trip: undefined });
  });

  it('is refused once the rider is aboard', async () => {
    const trip = await ledger.seatAs('active');
    await expect(close(trip.rideId)).rejects.toThrow(because('RIDE_ABOARD'));
  });
});

describe('the tables themselves', () => {
  /** A copy of a trip under a new id; `changes` are SQL by column. */
  const copy = (changes: Record<string, string>) => {
    const values = TRIP_COLUMNS.map((column) => ({ trip_id: 'gen_random_uuid()', ...changes })[column] ?? column);
    return `INSERT INTO trips (${TRIP_COLUMNS.join()}) SELECT ${values.join()} FROM trips WHERE trip_id = $1`;
  };
  const sameTrip = (assignment: string) => `UPDATE trips SET ${assignment} WHERE trip_id = $1`;
  const sameRoute = (assignment: string) =>
    `UPDATE route_loads SET ${assignment} WHERE route_id = (SELECT route_id FROM trips WHERE trip_id = $1)`;
  const anotherRide = {
    ride_id: '(SELECT ride_id FROM rides WHERE NOT closed AND ride_id NOT IN (SELECT ride_id FROM trips))',
  };

  it.each([
    ['a ride in two cars', copy({}), 'trips_one_live_per_ride'],
    ['a driver who rides along', copy({ ...anotherRide, rider_id: 'driver_id' }), 'trips_nobody_drives_themselves'],
    ['an oversold route', copy(anotherRide), 'route_loads_seats_suffice'],
    ['a miscounted route', sameRoute('seats_taken = 2'), 'route_loads_seats_suffice'],
    ['a closed route with riders', sameRoute('open = false'), 'route_loads_closed_is_empty'],
    ['a broken promise', sameTrip("dropoff_time = dropoff_time + '1 hour'"), 'trips_dropoff_within_promise'],
    ['a boarding without a time', sameTrip("status = 'active', accept_time = create_time"), 'trips_boarded_has_time'],
    ['an end without a party', sameTrip("status = 'cancelled', end_time = create_time"), 'trips_ended_early_has_party'],
  ])('refuse %s', async (_, sql, constraint) => {
    const trip = await ledger.seat({ seats: 1 });
    await db.database.query('DELETE FROM rides WHERE ride_id NOT IN (SELECT ride_id FROM trips)');
    await db.database.query('INSERT INTO rides (ride_id) VALUES ($1)', [randomUUID()]);
    await expect(db.database.query(sql, [trip.tripId])).rejects.toMatchObject({ constraint });
  });

  it('refuse to revive what has ended, and to seat a closed ride', async () => {
    const trip = await ledger.seat();
    await ledger.trips.cancel(riderOf(trip), { ...command(trip), reason: '' });
    const revive = sameTrip("status = 'offered', end_time = NULL, ended_by = NULL");
    await expect(db.database.query(revive, [trip.tripId])).rejects.toMatchObject({ constraint: 'trips_stay_ended' });
    const reseat = copy({ status: "'offered'", end_time: 'NULL', ended_by: 'NULL' });
    await expect(db.database.query(reseat, [trip.tripId])).rejects.toMatchObject({
      constraint: 'trips_need_open_ride_and_route',
    });
  });
});

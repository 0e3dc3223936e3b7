// What services may rely on when they call the ledger. The same cases run against the trip service and against
// `LedgerDouble`, so that tests with the double are meaningful.
import { randomUUID } from 'node:crypto';
import { asService } from '@lastmile/auth';
import {
  RefusalReason,
  RideCloseCause,
  TripStatus,
  type OpenRouteRequest,
  type PlannedTrip,
  type Trip,
  type TripServiceService,
} from '@lastmile/contracts';
import type { RpcClient } from '@lastmile/grpc';
import { ALONE } from '@lastmile/party';
import { aCommit, aRide, aRoute, tripsOfRoute } from './ledger-fixtures.js';

export interface LedgerUnderTest {
  readonly client: RpcClient<typeof TripServiceService>;
  /** The driver declines the offer. */
  decline(trip: Trip): Promise<void>;
  /** The rider gets into the car. */
  board(trip: Trip): Promise<void>;
  /** The types of the events published about a trip or a ride, oldest first. */
  told(aggregateId: string): Promise<string[]>;
}

const DRIVER_SERVICE = { caller: asService('driver') };
const RIDER_SERVICE = { caller: asService('rider') };
const MATCHING = { caller: asService('matching') };

/** `start` is called once, before the cases; `stop` after them. */
export function ledgerContract(start: () => Promise<LedgerUnderTest>, stop: () => Promise<void>): void {
  let ledger: LedgerUnderTest;
  beforeAll(async () => void (ledger = await start()));
  afterAll(stop);

  const open = async (changes: Partial<OpenRouteRequest> = {}): Promise<OpenRouteRequest> => {
    const offer = aRoute(changes);
    await ledger.client.openRoute(offer, DRIVER_SERVICE);
    return offer;
  };
  const commit = (routeId: string, ...trips: PlannedTrip[]) =>
    ledger.client.commitMatch(aCommit(routeId, trips), MATCHING);
  const seat = async (routeId: string, changes: Partial<PlannedTrip> = {}): Promise<Trip> =>
    (await commit(routeId, aRide(changes))).trips[0]!;
  const close = async (routeId: string, cancelScheduled = false, keepAboard = false) =>
    (await ledger.client.closeRoute({ routeId, cancelScheduled, keepAboard }, DRIVER_SERVICE)).load!;
  const closeRide = (rideId: string, onlyIfIdle = false) => {
    const cause = RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED;
    return ledger.client.closeRide({ rideId, cause, onlyIfIdle }, RIDER_SERVICE);
  };
  const loadOf = async (routeId: string) =>
    (await ledger.client.getRouteLoads({ routeIds: [routeId] }, MATCHING)).loads[0];
  const tripsOf = async (routeId: string) => (await ledger.client.listTrips(tripsOfRoute(routeId), MATCHING)).trips;
  const reasonOf = async (call: Promise<unknown>): Promise<unknown> => {
    const failure: unknown = await call.then(
      () => undefined,
      (error: unknown) => error,
    );
    return (failure as { reason?: string } | undefined)?.reason;
  };

  describe('OpenRoute', () => {
    it('makes a load, may be repeated, and takes other data', async () => {
      const offer = await open();
      const again = { ...offer, seats: 5, wheelchairPlaces: 0 };
      const { load } = await ledger.client.openRoute(again, DRIVER_SERVICE);
      const { routeId, driverId } = offer;
      const held = { seatsTaken: 0, wheelchairPlacesTaken: 0 };
      expect(load).toEqual({ routeId, driverId, seats: 5, wheelchairPlaces: 0, ...held, open: true });
      expect(await loadOf(routeId)).toEqual(load);
    });

    it('offers no less than riders hold', async () => {
      const offer = await open();
      await seat(offer.routeId, { party: { ...ALONE, people: 2 } });
      expect(await reasonOf(open({ ...offer, seats: 1 }))).toBe('SEATS_IN_USE');
      expect(await loadOf(offer.routeId)).toMatchObject({ seats: 3, seatsTaken: 2 });
    });

    it('ignores a version that is not newer', async () => {
      const offer = await open({ routeVersion: 3 });
      await open({ ...offer, seats: 2, routeVersion: 3 });
      expect(await loadOf(offer.routeId)).toMatchObject({ seats: 3 });
      await open({ ...offer, seats: 2, routeVersion: 4 });
      expect(await loadOf(offer.routeId)).toMatchObject({ seats: 2 });
    });

    it('knows one open route of a driver', async () => {
      const offer = await open();
      const next = { driverId: offer.driverId };
      expect(await reasonOf(open(next))).toBe('DRIVER_HAS_OPEN_ROUTE');
      await close(offer.routeId);
      expect(await reasonOf(open(next))).toBeUndefined();
    });

    it('opens no closed route, and none of another driver', async () => {
      const offer = await open();
      expect(await reasonOf(open({ ...offer, driverId: randomUUID() }))).toBe('INVALID_FIELD');
      await close(offer.routeId);
      expect(await reasonOf(open(offer))).toBe('ROUTE_CLOSED');
    });
  });

  describe('ResizeRoute', () => {
    const resize = async (routeId: string, changes: { seats?: number; autoAccept?: boolean; routeVersion?: number }) =>
      (await ledger.client.resizeRoute({ routeVersion: 0, ...changes, routeId }, DRIVER_SERVICE)).load!;

    it('changes seats, not below what riders hold', async () => {
      const { routeId } = await open();
      await seat(routeId, { party: { ...ALONE, people: 2 } });
      expect(await resize(routeId, { seats: 2 })).toMatchObject({ seats: 2, seatsTaken: 2 });
      expect(await reasonOf(resize(routeId, { seats: 1 }))).toBe('SEATS_IN_USE');
    });

    it('keeps what is left out, and ignores a version that is not newer', async () => {
      const { routeId } = await open({ routeVersion: 2 });
      await resize(routeId, { autoAccept: true, routeVersion: 3 });
      expect(await resize(routeId, { seats: 8, routeVersion: 3 })).toMatchObject({ seats: 3 });
      expect((await seat(routeId)).status).toBe(TripStatus.TRIP_STATUS_SCHEDULED);
    });

    it('refuses routes that are closed or unknown', async () => {
      const { routeId } = await open();
      await close(routeId);
      expect(await reasonOf(resize(routeId, { seats: 2 }))).toBe('ROUTE_CLOSED');
      expect(await reasonOf(resize(randomUUID(), { seats: 2 }))).toBe('ROUTE_NOT_FOUND');
    });
  });

  describe('CommitMatch', () => {
    it('seats riders in the order given while there is room, each whole or not at all', async () => {
      const { routeId, driverId } = await open();
      const [two, tooMany, one] = [
        aRide({ party: { ...ALONE, people: 2 } }),
        aRide({ party: { ...ALONE, people: 2 } }),
        aRide(),
      ];
      const { trips, refused } = await commit(routeId, two, tooMany, one);
      const offered = {
        routeId,
        driverId,
        stationId: '7:701',
        status: TripStatus.TRIP_STATUS_OFFERED,
        pin: '',
        version: 1,
      };
      expect(trips).toMatchObject([
        { ...offered, rideId: two.rideId, party: two.party, driverName: 'Dora', vehiclePlate: 'T 123' },
        { ...offered, rideId: one.rideId, party: one.party },
      ]);
      expect(refused).toEqual([{ rideId: tooMany.rideId, reason: RefusalReason.REFUSAL_REASON_NO_SEATS }]);
      expect(await loadOf(routeId)).toMatchObject({ seatsTaken: 3 });
      expect(await ledger.told(trips[0]!.tripId)).toEqual(['trip.offered']);
    });

    it('counts wheelchair places', async () => {
      const { routeId } = await open({ wheelchairPlaces: 1 });
      const { trips, refused } = await commit(
        routeId,
        aRide({ party: { ...ALONE, wheelchair: true } }),
        aRide({ party: { ...ALONE, wheelchair: true } }),
      );
      expect(trips).toHaveLength(1);
      expect(refused).toMatchObject([{ reason: RefusalReason.REFUSAL_REASON_NO_SEATS }]);
      expect(await loadOf(routeId)).toMatchObject({ wheelchairPlacesTaken: 1 });
    });

    it('schedules at once where the route accepts by itself', async () => {
      const { routeId } = await open({ autoAccept: true });
      expect((await seat(routeId)).status).toBe(TripStatus.TRIP_STATUS_SCHEDULED);
    });

    it('refuses rides that are taken or closed, or whose driver is excluded', async () => {
      const [first, second] = [await open(), await open()];
      const [taken, closed, declined] = [aRide(), aRide(), aRide()];
      await commit(first.routeId, taken);
      await closeRide(closed.rideId);
      await ledger.decline((await commit(second.routeId, declined)).trips[0]!);
      const own = aRide({ riderId: second.driverId });
      const { trips, refused } = await commit(second.routeId, taken, closed, declined, own);
      expect(trips).toEqual([]);
      expect(refused).toEqual([
        { rideId: taken.rideId, reason: RefusalReason.REFUSAL_REASON_RIDE_TAKEN },
        { rideId: closed.rideId, reason: RefusalReason.REFUSAL_REASON_RIDE_CLOSED },
        { rideId: declined.rideId, reason: RefusalReason.REFUSAL_REASON_DRIVER_EXCLUDED },
        { rideId: own.rideId, reason: RefusalReason.REFUSAL_REASON_DRIVER_EXCLUDED },
      ]);
      // A ride that one driver has declined may go to another.
      await ledger.client.closeRoute(
        { routeId: first.routeId, cancelScheduled: true, keepAboard: false },
        DRIVER_SERVICE,
      );
      const third = await open();
      expect((await commit(third.routeId, declined, taken)).trips).toHaveLength(2);
    });

    it('answers a repeat alike, and refuses its id for another plan', async () => {
      const { routeId } = await open();
      const request = aCommit(routeId, [aRide()]);
      const first = await ledger.client.commitMatch(request, MATCHING);
      const second = await ledger.client.commitMatch(request, MATCHING);
      expect(second.trips.map(({ tripId }) => tripId)).toEqual(first.trips.map(({ tripId }) => tripId));
      expect(await loadOf(routeId)).toMatchObject({ seatsTaken: 1 });
      const other = { ...request, trips: [aRide()] };
      expect(await reasonOf(ledger.client.commitMatch(other, MATCHING))).toBe('REQUEST_ID_REUSED');
    });

    it('refuses routes that are closed or unknown', async () => {
      const { routeId } = await open();
      await close(routeId);
      expect(await reasonOf(seat(routeId))).toBe('ROUTE_CLOSED');
      expect(await reasonOf(seat(randomUUID()))).toBe('ROUTE_NOT_FOUND');
    });
  });

  describe('CloseRoute', () => {
    it('lets offers lapse and frees their seats; closing again changes nothing', async () => {
      const { routeId } = await open();
      const { tripId } = await seat(routeId);
      expect(await close(routeId)).toMatchObject({ open: false, seatsTaken: 0 });
      expect(await close(routeId, true)).toMatchObject({ open: false, seatsTaken: 0 });
      expect(await tripsOf(routeId)).toMatchObject([{ tripId, status: TripStatus.TRIP_STATUS_EXPIRED }]);
      expect(await ledger.told(tripId)).toEqual(['trip.offered', 'trip.expired']);
    });

    it('refuses for riders who wait for the car, or cancels their trips when told to', async () => {
      const { routeId } = await open({ autoAccept: true });
      const { tripId } = await seat(routeId);
      expect(await reasonOf(close(routeId))).toBe('ROUTE_HAS_RIDERS');
      expect(await loadOf(routeId)).toMatchObject({ open: true, seatsTaken: 1 });
      expect(await close(routeId, true)).toMatchObject({ open: false, seatsTaken: 0 });
      expect(await tripsOf(routeId)).toMatchObject([{ tripId, status: TripStatus.TRIP_STATUS_CANCELLED }]);
    });

    it('refuses for riders in the car, or keeps them and takes nobody any more', async () => {
      const { routeId, driverId } = await open({ autoAccept: true });
      const aboard = await seat(routeId);
      await ledger.board(aboard);
      expect(await reasonOf(close(routeId, true))).toBe('ROUTE_HAS_RIDERS');
      await seat(routeId);
      expect(await close(routeId, true, true)).toMatchObject({ open: false, seatsTaken: 1 });
      expect(await reasonOf(seat(routeId))).toBe('ROUTE_CLOSED');
      expect(await reasonOf(open({ driverId }))).toBe('DRIVER_HAS_OPEN_ROUTE');
      expect(await reasonOf(close(routeId, true))).toBe('ROUTE_HAS_RIDERS');
    });

    it('refuses unknown routes', async () => {
      expect(await reasonOf(close(randomUUID()))).toBe('ROUTE_NOT_FOUND');
    });
  });

  describe('CloseRide', () => {
    it('closes a ride that nobody knew, once', async () => {
      const { routeId } = await open();
      const ride = aRide();
      for (let time = 0; time < 2; time++) {
        expect(await closeRide(ride.rideId)).toEqual({ closed: true, trip: undefined });
      }
      expect(await ledger.told(ride.rideId)).toEqual(['trip.ride_closed']);
      const { refused } = await commit(routeId, ride);
      expect(refused).toMatchObject([{ reason: RefusalReason.REFUSAL_REASON_RIDE_CLOSED }]);
    });

    it('cancels its live trip and frees the seats; a repeat tells the same trip', async () => {
      const { routeId } = await open();
      const { rideId, tripId } = await seat(routeId);
      for (let time = 0; time < 2; time++) {
        expect(await closeRide(rideId)).toMatchObject({
          closed: true,
          trip: { tripId, status: TripStatus.TRIP_STATUS_CANCELLED, version: 2 },
        });
      }
      expect(await loadOf(routeId)).toMatchObject({ seatsTaken: 0 });
      expect(await ledger.told(tripId)).toEqual(['trip.offered', 'trip.cancelled']);
      expect(await ledger.told(rideId)).toEqual(['trip.ride_closed']);
    });

    it('leaves a ride with a live trip alone when told to', async () => {
      const { routeId } = await open();
      const { rideId, tripId } = await seat(routeId);
      const kept = { closed: false, trip: { tripId, status: TripStatus.TRIP_STATUS_OFFERED } };
      expect(await closeRide(rideId, true)).toMatchObject(kept);
      expect(await loadOf(routeId)).toMatchObject({ seatsTaken: 1 });
      expect(await ledger.told(rideId)).toEqual([]);
    });

    it('refuses for a rider in the car', async () => {
      const { routeId } = await open({ autoAccept: true });
      const trip = await seat(routeId);
      await ledger.board(trip);
      expect(await reasonOf(closeRide(trip.rideId))).toBe('RIDE_ABOARD');
      expect(await loadOf(routeId)).toMatchObject({ seatsTaken: 1 });
    });
  });

  it('tells loads by route_id, without those that are unknown', async () => {
    const [one, other] = [await open(), await open()];
    const routeIds = [one.routeId, randomUUID(), other.routeId];
    const { loads } = await ledger.client.getRouteLoads({ routeIds }, MATCHING);
    expect(loads.map(({ routeId }) => routeId)).toEqual([one.routeId, other.routeId].toSorted());
  });

  it('lists trips of routes, the newest first', async () => {
    const { routeId } = await open();
    const [first, second] = [await seat(routeId), await seat(routeId)];
    expect((await tripsOf(routeId)).map(({ tripId }) => tripId)).toEqual([second.tripId, first.tripId]);
  });
}

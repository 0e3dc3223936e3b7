// The services matching calls, made up in memory: routes, waiting rides, and a ledger that refuses as the real one does.
import { randomUUID } from 'node:crypto';
import {
  DriverServiceService,
  PickupStatus,
  RefusalReason,
  RideStatus,
  RiderServiceService,
  RouteStatus,
  StationServiceService,
  TripServiceService,
  TripStatus,
  type CommitMatchRequest,
  type CommitMatchResponse,
  type PlannedTrip,
  type RecordWaitingReasonsRequest,
  type Ride,
  type Route,
  type RouteLoad,
  type Trip,
} from '@lastmile/contracts';
import { DomainError, notFound } from '@lastmile/errors';
import type { LatLng } from '@lastmile/geo';
import { startDouble, type ServiceDouble } from '@lastmile/testing';

export const STATION_ID = 'mta:701';
const STATION: LatLng = { latitude: 40.7596, longitude: -73.83 };
/** So many metres north of the station. */
export const north = (meters: number): LatLng => ({ ...STATION, latitude: STATION.latitude + meters / 111_195 });
export const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

export class City {
  readonly routes: Route[] = [];
  readonly loads: RouteLoad[] = [];
  readonly rides: Ride[] = [];
  readonly trips: Trip[] = [];
  readonly commits: CommitMatchRequest[] = [];
  readonly reasons: RecordWaitingReasonsRequest['reasons'] = [];
  /** Set by tests: what the ledger or the rider service does first. */
  beforeCommit: (commit: CommitMatchRequest) => void = () => undefined;
  beforeReasons: () => void = () => undefined;
  private readonly answers = new Map<string, { body: string; answer: CommitMatchResponse }>();
  private doubles: ServiceDouble[] = [];

  /** Environment for the service under test. */
  async start(): Promise<Record<string, string>> {
    const [driver, rider, station, trip] = await Promise.all([
      startDouble(DriverServiceService, {
        batchGetRoutes: ({ startedDriverIds }) => ({
          routes: this.routes.filter(({ driverId }) => startedDriverIds.includes(driverId)),
        }),
      }),
      startDouble(RiderServiceService, {
        listWaitingRides: ({ stationId, readyBefore }) => ({
          rides: this.rides.filter(
            (ride) => ride.stationId === stationId && (!readyBefore || (ride.readyTime ?? 0) < readyBefore),
          ),
        }),
        recordWaitingReasons: ({ reasons }) => {
          this.beforeReasons();
          this.reasons.push(...reasons);
          return {};
        },
      }),
      startDouble(StationServiceService, {
        getStation: ({ stationId }) => {
          if (stationId !== STATION_ID) throw notFound('station', stationId);
          const names = { stationId, name: 'Main St', timeZone: 'America/New_York', active: true };
          return { station: { ...names, position: STATION, lines: [], pickupPoints: [] } };
        },
      }),
      startDouble(TripServiceService, {
        listTrips: ({ routeIds }) => ({
          trips: this.trips.filter(({ routeId }) => routeIds.includes(routeId)),
          nextPageToken: '',
        }),
        getRouteLoads: ({ routeIds }) => ({ loads: this.loads.filter(({ routeId }) => routeIds.includes(routeId)) }),
        commitMatch: (request) => this.commit(request),
      }),
    ]);
    this.doubles = [driver, rider, station, trip];
    return {
      DRIVER_ADDRESS: driver.address,
      RIDER_ADDRESS: rider.address,
      STATION_ADDRESS: station.address,
      TRIP_ADDRESS: trip.address,
    };
  }

  stop(): void {
    this.doubles.forEach((double) => double.stop());
  }

  /** An empty city again. */
  clear(): void {
    for (const list of [this.routes, this.loads, this.rides, this.trips, this.commits, this.reasons]) list.length = 0;
    this.answers.clear();
    this.beforeCommit = () => undefined;
    this.beforeReasons = () => undefined;
  }

  /** A started route past the station, 4 km north, with 4 seats. Returns the driver. */
  addDriver(change: { seats?: number; pickupStatus?: PickupStatus } = {}): string {
    const { seats = 4, pickupStatus = PickupStatus.PICKUP_STATUS_AHEAD } = change;
    const [routeId, driverId] = [randomUUID(), randomUUID()];
    this.routes.push({
      routeId,
      driverId,
      status: RouteStatus.ROUTE_STATUS_STARTED,
      stops: [{ stationId: STATION_ID, name: 'Main St', position: STATION, pickupStatus }],
      destination: { position: north(4000), name: 'home' },
      seats,
      wheelchairPlaces: 0,
      detourBudgetSeconds: 900,
      autoAccept: false,
      startTime: inSeconds(-900),
      version: 1,
    });
    const load = { routeId, driverId, seats, seatsTaken: 0, wheelchairPlaces: 0, wheelchairPlacesTaken: 0 };
    this.loads.push({ ...load, open: true });
    return driverId;
  }

  /** A rider who stands at the kerb and wants to go 2 km north. */
  addRide(change: Partial<Ride> = {}): Ride {
    const ride: Ride = {
      rideId: randomUUID(),
      riderId: randomUUID(),
      riderName: 'Ana',
      status: RideStatus.RIDE_STATUS_WAITING,
      stationId: STATION_ID,
      stationName: 'Main St',
      pickupPointId: '',
      pickup: { position: STATION, name: 'kerb' },
      destination: { position: north(2000), name: 'home' },
      partySize: 1,
      wheelchair: false,
      readyTime: inSeconds(-60),
      latestPickupTime: inSeconds(840),
      directSeconds: 400,
      maxRideSeconds: 840,
      excludedDriverIds: [],
      tripId: '',
      waitingReason: 'WAITING_REASON_UNSPECIFIED' as Ride['waitingReason'],
      createTime: inSeconds(-600),
      version: 1,
      ...change,
    };
    this.rides.push(ride);
    return ride;
  }

  /** Seats a rider with that driver, whatever others plan. */
  take(driverId: string, planned: PlannedTrip): void {
    const load = this.loads.find((each) => each.driverId === driverId);
    this.seat(load?.routeId ?? '', planned);
  }

  private commit(request: CommitMatchRequest): CommitMatchResponse {
    const body = JSON.stringify({ ...request, requestId: '' });
    const known = this.answers.get(request.requestId);
    if (known && known.body !== body) throw new DomainError('already_exists', 'REQUEST_ID_REUSED', 'reused');
    if (known) return known.answer;
    this.commits.push(request);
    this.beforeCommit(request);
    const answer: CommitMatchResponse = { trips: [], refused: [] };
    for (const planned of request.trips) {
      const reason = this.refusal(request.routeId, planned);
      if (reason) answer.refused.push({ rideId: planned.rideId, reason });
      else answer.trips.push(this.seat(request.routeId, planned));
    }
    this.answers.set(request.requestId, { body, answer });
    return answer;
  }

  private refusal(routeId: string, { rideId, partySize }: PlannedTrip): RefusalReason | undefined {
    const load = this.loads.find((each) => each.routeId === routeId);
    if (this.trips.some((trip) => trip.rideId === rideId)) return RefusalReason.REFUSAL_REASON_RIDE_TAKEN;
    if (!load || load.seatsTaken + partySize > load.seats) return RefusalReason.REFUSAL_REASON_NO_SEATS;
    return undefined;
  }

  private seat(routeId: string, planned: PlannedTrip): Trip {
    const load = this.loads.find((each) => each.routeId === routeId);
    if (!load) throw new Error('a commit for a route that is not there');
    load.seatsTaken += planned.partySize;
    const { driverId } = load;
    const trip = { ...TRIP, ...planned, tripId: randomUUID(), routeId, stationId: STATION_ID, driverId };
    this.trips.push(trip);
    return trip;
  }
}

const TRIP = {
  driverName: 'Bo',
  vehiclePlate: 'LM 1',
  vehicleDescription: 'grey',
  status: TripStatus.TRIP_STATUS_OFFERED,
  pin: '',
  endedBy: 'PARTY_UNSPECIFIED' as Trip['endedBy'],
  endReason: '',
  driverRating: 0,
  riderRating: 0,
  version: 1,
};

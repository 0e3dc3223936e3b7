// The services matching calls, made up in memory: routes, waiting rides, and the double of the ledger.
import { randomUUID } from 'node:crypto';
import {
  DriverServiceService,
  PickupStatus,
  RideStatus,
  RiderServiceService,
  RouteStatus,
  StationServiceService,
  TripServiceService,
  type CommitMatchRequest,
  type PlannedTrip,
  type RecordWaitingReasonsRequest,
  type Ride,
  type Route,
  type RouteLoad,
  type Trip,
} from '@lastmile/contracts';
import { notFound } from '@lastmile/errors';
import type { LatLng } from '@lastmile/geo';
import { ALONE, partyFields } from '@lastmile/party';
import { LedgerDouble, startDouble, type ServiceDouble } from '@lastmile/testing';

export const STATION_ID = 'mta:701';
const STATION: LatLng = { latitude: 40.7596, longitude: -73.83 };
/** So many metres north of the station. */
export const north = (meters: number): LatLng => ({ ...STATION, latitude: STATION.latitude + meters / 111_195 });
export const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

export class City {
  readonly routes: Route[] = [];
  readonly rides: Ride[] = [];
  readonly reasons: RecordWaitingReasonsRequest['reasons'] = [];
  readonly ledger = new LedgerDouble();
  /** Set by tests: what the rider service does first. */
  beforeReasons: () => void = () => undefined;
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
      startDouble(TripServiceService, this.ledger.handlers),
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
    for (const list of [this.routes, this.rides, this.reasons]) list.length = 0;
    this.ledger.clear();
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
    this.ledger.openRoute({
      routeId,
      driverId,
      driverName: 'Bo',
      vehiclePlate: 'LM 1',
      vehicleDescription: 'grey',
      seats,
      wheelchairPlaces: 0,
      autoAccept: false,
      routeVersion: 1,
    });
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
      ...partyFields(ALONE),
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
    const route = this.routes.find((each) => each.driverId === driverId)!;
    this.ledger.seatRide(route.routeId, STATION_ID, planned);
  }

  get trips(): readonly Trip[] {
    return this.ledger.allTrips;
  }

  get loads(): readonly RouteLoad[] {
    return [...this.ledger.loads.values()];
  }

  get commits(): readonly CommitMatchRequest[] {
    return this.ledger.commitRequests;
  }
}

// Calls the ledger in the trip service: live trips, free seats, and the commit.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import {
  RefusalReason as WireRefusal,
  TripServiceService,
  TripStatus,
  type CommitMatchRequest,
  type RouteLoad as WireLoad,
  type Trip,
} from '@lastmile/contracts';
import { InjectClient, MAX_PAGE_SIZE, type RpcClient } from '@lastmile/grpc';
import { partyFields } from '@lastmile/party';
import type { Commit, LiveTrip, RefusalReason, RouteLoad } from '../matching.types.js';
import { required } from './required.wire.js';

/** A trip from the ledger, passed on unchanged. */
export type LedgerTrip = Trip;

export interface CommitAnswer {
  readonly trips: readonly LedgerTrip[];
  readonly refused: readonly { readonly rideId: string; readonly reason: RefusalReason }[];
}

const ROUTES_PER_CALL = 100;
const AS_SERVICE = { caller: asService('matching') };

@Injectable()
export class TripClient {
  constructor(@InjectClient(TripServiceService) private readonly client: RpcClient<typeof TripServiceService>) {}

  /** Every trip of these routes that is not over. */
  async liveTrips(routeIds: readonly string[]): Promise<LiveTrip[]> {
    return (await this.listLive(routeIds)).map(toLiveTrip);
  }

  /** The live trips of a route at a station, as the ledger returns them. */
  async liveTripsAt(routeId: string, stationId: string): Promise<LedgerTrip[]> {
    return (await this.listLive([routeId])).filter((trip) => trip.stationId === stationId);
  }

  async loads(routeIds: readonly string[]): Promise<RouteLoad[]> {
    const { loads } = await this.client.getRouteLoads({ routeIds: [...routeIds] }, AS_SERVICE);
    return loads.map(toRouteLoad);
  }

  /**
   * @throws DomainError already_exists REQUEST_ID_REUSED when this round was committed before with another plan;
   *   failed_precondition ROUTE_CLOSED; not_found or failed_precondition when a promised trip has changed meanwhile
   */
  async commit(commit: Commit): Promise<CommitAnswer> {
    const { trips, refused } = await this.client.commitMatch(toCommitRequest(commit), AS_SERVICE);
    return { trips, refused: refused.map(({ rideId, reason }) => ({ rideId, reason: toRefusal(reason) })) };
  }

  private async listLive(routeIds: readonly string[]): Promise<Trip[]> {
    const trips: Trip[] = [];
    for (let first = 0; first < routeIds.length; first += ROUTES_PER_CALL) {
      const filter = {
        rideId: '',
        riderId: '',
        driverId: '',
        stationId: '',
        text: '',
        routeIds: routeIds.slice(first, first + ROUTES_PER_CALL),
        status: TripStatus.TRIP_STATUS_UNSPECIFIED,
        liveOnly: true,
        pageSize: MAX_PAGE_SIZE,
      };
      let pageToken = '';
      do {
        const page = await this.client.listTrips({ ...filter, pageToken }, AS_SERVICE);
        trips.push(...page.trips);
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    }
    return trips;
  }
}

const toLiveTrip = (trip: Trip): LiveTrip => ({
  tripId: trip.tripId,
  rideId: trip.rideId,
  routeId: trip.routeId,
  stationId: trip.stationId,
  aboard: trip.status === TripStatus.TRIP_STATUS_ACTIVE,
  destination: required(trip.destination?.position, 'trip.destination'),
  readyTime: required(trip.readyTime, 'trip.ready_time'),
  pickupTime: required(trip.pickupTime, 'trip.pickup_time'),
  latestPickupTime: required(trip.latestPickupTime, 'trip.latest_pickup_time'),
  dropoffTime: required(trip.dropoffTime, 'trip.dropoff_time'),
  latestDropoffTime: required(trip.latestDropoffTime, 'trip.latest_dropoff_time'),
  dropoffOrder: trip.dropoffOrder,
});

const toRouteLoad = (load: WireLoad): RouteLoad => ({
  routeId: load.routeId,
  freeSeats: load.open ? load.seats - load.seatsTaken : 0,
  freeWheelchairPlaces: load.open ? load.wheelchairPlaces - load.wheelchairPlacesTaken : 0,
});

const toCommitRequest = ({ requestId, routeId, stationId, trips, reordered }: Commit): CommitMatchRequest => ({
  requestId,
  routeId,
  stationId,
  trips: trips.map(({ ride, addedDetourSeconds, ...times }) => ({
    ...times,
    addedDetourSeconds: Math.round(addedDetourSeconds),
    rideId: ride.rideId,
    riderId: ride.riderId,
    riderName: ride.riderName,
    ...partyFields(ride.party),
    pickup: ride.pickup,
    destination: ride.destination,
    readyTime: ride.readyTime,
    latestPickupTime: ride.latestPickupTime,
    directSeconds: ride.directSeconds,
  })),
  reordered: [...reordered],
});

function toRefusal(reason: WireRefusal): RefusalReason {
  switch (reason) {
    case WireRefusal.REFUSAL_REASON_RIDE_TAKEN:
      return 'ride_taken';
    case WireRefusal.REFUSAL_REASON_DRIVER_EXCLUDED:
      return 'driver_excluded';
    case WireRefusal.REFUSAL_REASON_NO_SEATS:
      return 'no_seats';
    // A reason of a newer version: it is enough to know that the ride was not seated.
    case WireRefusal.REFUSAL_REASON_RIDE_CLOSED:
    case WireRefusal.REFUSAL_REASON_UNSPECIFIED:
    case WireRefusal.UNRECOGNIZED:
      return 'ride_closed';
  }
}

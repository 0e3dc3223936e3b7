// The types of the assignment ledger: trips, who acts on them, and what a matching plan asks for.
import type { LatLng } from '@lastmile/geo';
import type { Party } from '@lastmile/party';

/** Statuses that hold seats. A ride has at most one trip in one of them. */
export const LIVE_STATUSES = ['offered', 'scheduled', 'arrived', 'active'] as const;
/** Final statuses. */
export const ENDED_STATUSES = ['completed', 'declined', 'expired', 'cancelled', 'no_show'] as const;
export const TRIP_STATUSES = [...LIVE_STATUSES, ...ENDED_STATUSES] as const;
export type TripStatus = (typeof TRIP_STATUSES)[number];

/** The durable timer that ends an unanswered offer; its data is `{ tripId }`. */
export const OFFER_TIMER = 'offer-expiry';

/** Who did something to a trip. `platform` is LastMile itself, for example a timer. */
export const ACTORS = ['rider', 'driver', 'operator', 'platform'] as const;
export type Actor = (typeof ACTORS)[number];

export interface Place {
  readonly position: LatLng;
  readonly name: string;
}

export interface Money {
  /** ISO 4217. */
  readonly currency: string;
  /** In the currency's minor unit, for example cents. */
  readonly amountMinor: number;
}

/** A rider as matching planned it. */
export interface PlannedTrip {
  readonly rideId: string;
  readonly riderId: string;
  readonly riderName: string;
  readonly party: Party;
  readonly pickup: Place;
  readonly destination: Place;
  /** When the rider is at the pickup point. */
  readonly readyTime: Date;
  readonly pickupTime: Date;
  /** Promised to the rider. */
  readonly latestPickupTime: Date;
  readonly dropoffTime: Date;
  /** Promised to the rider; no later plan may break it. */
  readonly latestDropoffTime: Date;
  readonly directSeconds: number;
  /** A lower number is dropped off earlier; gaps have no meaning. */
  readonly dropoffOrder: number;
  /** How many seconds this rider adds to the drive, as planned at the commit. */
  readonly addedDetourSeconds: number;
}

/** A trip that is already promised, with its new place in the plan. */
export interface Retiming {
  readonly tripId: string;
  readonly dropoffOrder: number;
  readonly dropoffTime: Date;
}

/** One party in one car, from the offer to the end. */
export interface Trip extends PlannedTrip {
  readonly tripId: string;
  readonly routeId: string;
  readonly stationId: string;
  readonly driverId: string;
  readonly driverName: string;
  readonly vehiclePlate: string;
  readonly vehicleDescription: string;
  readonly status: TripStatus;
  /** When the offer expires; absent when the route accepts automatically. */
  readonly offerExpireTime?: Date;
  /** Four digits. Only the rider may see it; never in events or logs. */
  readonly pin: string;
  readonly pinExpireTime: Date;
  /** Number of wrong PINs so far. It does not change the version, because only the ledger sees it. */
  readonly wrongPins: number;
  readonly fare: Money;
  /** Who ended it, if it was not completed; for a no-show, who reported it. */
  readonly endedBy?: Actor;
  readonly endReason: string;
  readonly createTime: Date;
  readonly acceptTime?: Date;
  readonly arriveTime?: Date;
  readonly boardTime?: Date;
  readonly endTime?: Date;
  /** 1 to 5; 0 means not rated. */
  readonly driverRating: number;
  readonly riderRating: number;
  /** Grows by one with each change. */
  readonly version: number;
}

export interface HistoryEntry {
  readonly version: number;
  readonly status: TripStatus;
  readonly actor: Actor;
  readonly time: Date;
}

/** How full a started route is. */
export interface RouteLoad {
  readonly routeId: string;
  readonly driverId: string;
  readonly driverName: string;
  readonly vehiclePlate: string;
  readonly vehicleDescription: string;
  readonly seats: number;
  readonly seatsTaken: number;
  readonly wheelchairPlaces: number;
  readonly wheelchairPlacesTaken: number;
  /** New trips are scheduled without an offer. */
  readonly autoAccept: boolean;
  /** Version of the route when its offer was last updated; 0 if unknown. */
  readonly routeVersion: number;
  readonly open: boolean;
  /** False after the driver was suspended: riders aboard are driven to their destination, and nobody joins. */
  readonly takesRiders: boolean;
}

/** What the ledger remembers about a ride request. */
export interface RideClaim {
  readonly rideId: string;
  /** No commit gives it a seat any more: the rider cancelled, its time ran out, or it was completed. */
  readonly closed: boolean;
  /** Drivers who declined the ride, let its offer expire, cancelled it or did not show up. */
  readonly excludedDriverIds: readonly string[];
}

export type RefusalReason = 'ride_taken' | 'ride_closed' | 'driver_excluded' | 'no_seats';

export interface RefusedRide {
  readonly rideId: string;
  readonly reason: RefusalReason;
}

/** Missing and empty values do not filter. */
export interface TripFilter {
  readonly riderId?: string;
  readonly driverId?: string;
  /** Only trips in which this person rides or drives. */
  readonly personId?: string;
  readonly routeIds?: readonly string[];
  readonly status?: TripStatus;
  readonly liveOnly: boolean;
  readonly rideId?: string;
  readonly stationId?: string;
  readonly createFromTime?: Date;
  readonly createToTime?: Date;
  /** Searched in names and in the plate. */
  readonly text?: string;
}

/** The sort key of the last trip of a page. */
export interface TripPosition {
  readonly createTime: Date;
  readonly tripId: string;
}

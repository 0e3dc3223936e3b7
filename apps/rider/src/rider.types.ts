// Riders and rides as the domain sees them.
import type { LatLng } from '@lastmile/geo';
import type { Party, PartyWish } from '@lastmile/party';

export interface Rider {
  readonly riderId: string;
  readonly name: string;
  readonly wheelchair: boolean;
  readonly createTime: Date;
}

export const OPEN_STATUSES = ['waiting', 'offered', 'scheduled', 'arrived', 'active'] as const;
export type RideStatus = (typeof OPEN_STATUSES)[number] | 'completed' | 'cancelled' | 'expired' | 'no_show';

export interface Place {
  readonly position: LatLng;
  readonly name: string;
}

export interface Train {
  readonly trainId: string;
  readonly serviceDate: string;
  readonly lineName: string;
  readonly headsign: string;
  readonly arriveTime: Date;
}

/** The newest known state of the ride's trip. */
export interface KnownTrip {
  readonly tripId: string;
  readonly createTime: Date;
  readonly version: number;
}

export interface Ride {
  readonly rideId: string;
  readonly riderId: string;
  readonly riderName: string;
  readonly status: RideStatus;
  readonly stationId: string;
  readonly stationName: string;
  readonly train: Train;
  /** Empty when the station's own position is the pickup point. */
  readonly pickupPointId: string;
  readonly pickup: Place;
  readonly destination: Place;
  readonly party: Party;
  readonly readyTime: Date;
  readonly latestPickupTime: Date;
  readonly directSeconds: number;
  readonly maxRideSeconds: number;
  readonly excludedDriverIds: readonly string[];
  readonly trip?: KnownTrip;
  /** The contract's enum name, from the newest plan that has considered the ride since it began to wait. */
  readonly waitingReason?: string;
  /** When that plan was made. */
  readonly consideredTime?: Date;
  readonly createTime: Date;
  readonly endTime?: Date;
  readonly version: number;
}

/** Why a plan left a ride without a car. */
export interface PlanReason {
  readonly rideId: string;
  /** The contract's enum name. */
  readonly reason: string;
  /** Version of the ride that the plan has considered. */
  readonly version: number;
}

/** What a rider asks for. */
export interface RideRequest {
  readonly stationId: string;
  readonly trainId: string;
  readonly serviceDate: string;
  readonly destination: Place;
  readonly party: PartyWish;
  readonly maxWaitSeconds: number;
  /** Empty: take the nearest one. */
  readonly pickupPointId: string;
}

/** The part of a station that rides need. */
export interface Station {
  readonly stationId: string;
  readonly name: string;
  readonly position: LatLng;
  readonly timeZone: string;
  readonly pickupPoints: readonly { pickupPointId: string; name: string; position: LatLng; walkSeconds: number }[];
}

export type TripStatus =
  'offered' | 'scheduled' | 'arrived' | 'active' | 'completed' | 'declined' | 'expired' | 'cancelled' | 'no_show';

/** A change of a trip, as the ledger publishes it. */
export interface TripStep extends KnownTrip {
  readonly rideId: string;
  readonly driverId: string;
  readonly status: TripStatus;
  /** The ride may be matched again, without this driver. */
  readonly reopensRide: boolean;
}

/** Fires when the limit of a ride, its latest pickup, has passed. */
export const EXPIRY_TIMER = 'ride-expiry';

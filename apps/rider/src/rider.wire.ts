// Converts riders and rides between domain types and contract messages.
import {
  RideStatus as WireStatus,
  TripStatus as WireTripStatus,
  waitingReasonFromJSON,
  type Ride as WireRide,
  type Trip,
} from '@lastmile/contracts';
import { partyFields } from '@lastmile/party';
import type { Ride, RideStatus, TripStatus, TripStep } from './rider.types.js';

const STATUSES: Record<RideStatus, WireStatus> = {
  waiting: WireStatus.RIDE_STATUS_WAITING,
  offered: WireStatus.RIDE_STATUS_OFFERED,
  scheduled: WireStatus.RIDE_STATUS_SCHEDULED,
  arrived: WireStatus.RIDE_STATUS_ARRIVED,
  active: WireStatus.RIDE_STATUS_ACTIVE,
  completed: WireStatus.RIDE_STATUS_COMPLETED,
  cancelled: WireStatus.RIDE_STATUS_CANCELLED,
  expired: WireStatus.RIDE_STATUS_EXPIRED,
  no_show: WireStatus.RIDE_STATUS_NO_SHOW,
};

const TRIP_STATUSES: Record<TripStatus, WireTripStatus> = {
  offered: WireTripStatus.TRIP_STATUS_OFFERED,
  scheduled: WireTripStatus.TRIP_STATUS_SCHEDULED,
  arrived: WireTripStatus.TRIP_STATUS_ARRIVED,
  active: WireTripStatus.TRIP_STATUS_ACTIVE,
  completed: WireTripStatus.TRIP_STATUS_COMPLETED,
  declined: WireTripStatus.TRIP_STATUS_DECLINED,
  expired: WireTripStatus.TRIP_STATUS_EXPIRED,
  cancelled: WireTripStatus.TRIP_STATUS_CANCELLED,
  no_show: WireTripStatus.TRIP_STATUS_NO_SHOW,
};

const keyOf = <Key extends string>(words: Record<Key, string>, value: string): Key | undefined =>
  (Object.keys(words) as Key[]).find((key) => words[key] === value);

/** Undefined for UNSPECIFIED, which means any status. */
export const fromWireStatus = (status: WireStatus): RideStatus | undefined => keyOf(STATUSES, status);

/**
 * Converts a trip of the ledger to a step of its ride. @throws Error if fields are missing, which is a bug of the
 * sender
 */
export function toTripStep(trip: Trip, reopensRide: boolean): TripStep {
  const status = keyOf(TRIP_STATUSES, trip.status);
  if (!status || !trip.createTime) throw new Error(`trip ${trip.tripId} has no known status or time`);
  const { tripId, rideId, driverId, version, createTime } = trip;
  return { tripId, rideId, driverId, version, createTime, status, reopensRide };
}

export const toWireRide = ({ trip, waitingReason, party, ...ride }: Ride): WireRide => ({
  ...ride,
  ...partyFields(party),
  status: STATUSES[ride.status],
  excludedDriverIds: [...ride.excludedDriverIds],
  tripId: trip?.tripId ?? '',
  waitingReason: waitingReasonFromJSON(waitingReason ?? 0),
});

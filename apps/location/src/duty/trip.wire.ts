// Converts lastmile.trip.v1.Trip to the fields that the location service needs.
import { TripStatus, type Trip as WireTrip } from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import { partyOf } from '@lastmile/party';
import type { TripUpdate } from '../location.types.js';

/** @throws DomainError internal BAD_ANSWER for a trip without places or times */
export function toTripUpdate(trip: WireTrip): TripUpdate {
  const { tripId, driverId, routeId, stationId, version, dropoffOrder, boardTime } = trip;
  return {
    tripId,
    driverId,
    routeId,
    stationId,
    version,
    people: partyOf(trip).people,
    dropoffOrder,
    boardTime,
    status: toStatus(trip.status),
    pickup: need(trip.pickup?.position),
    destination: need(trip.destination?.position),
    readyTime: need(trip.readyTime),
    pickupTime: need(trip.pickupTime),
    dropoffTime: need(trip.dropoffTime),
    createTime: need(trip.createTime),
  };
}

function toStatus(status: TripStatus): TripUpdate['status'] {
  switch (status) {
    case TripStatus.TRIP_STATUS_OFFERED:
      return 'offered';
    case TripStatus.TRIP_STATUS_SCHEDULED:
      return 'scheduled';
    case TripStatus.TRIP_STATUS_ARRIVED:
      return 'arrived';
    case TripStatus.TRIP_STATUS_ACTIVE:
      return 'active';
    default:
      return 'ended';
  }
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new DomainError('internal', 'BAD_ANSWER', 'a trip without a place or a time');
  return value;
}

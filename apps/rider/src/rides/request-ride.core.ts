// Makes a ride from a rider's request and a real train: the time at the pickup point, and the limits that follow from
// it. Pure.
import { DomainError, failedPrecondition, invalidArgument } from '@lastmile/errors';
import { distanceMeters, localHour, travelSeconds } from '@lastmile/geo';
import { partyFor } from '@lastmile/party';
import type { Ride, Rider, RideRequest, Station, Train } from '../rider.types.js';

/** Riders walk shorter distances; longer ones than the maximum are not a last mile. */
export const NEAREST_METERS = 100;
export const FARTHEST_METERS = 30_000;
/** A plan made earlier than this would rarely hold. */
const EARLIEST_SECONDS = 3 * 3600;
/** Walking time from the train's door to the street, for stations without a pickup point. */
const DEFAULT_WALK_SECONDS = 120;

/** How much longer than the direct drive a rider may sit in the car: direct × factor + slack. */
export interface RideRules {
  readonly rideTimeFactor: number;
  readonly rideTimeSlackSeconds: number;
}

/**
 * @throws DomainError not_found PICKUP_POINT_NOT_FOUND; failed_precondition TRAIN_TOO_FAR_AHEAD, TRAIN_GONE;
 *   invalid_argument for a destination too near or too far
 */
export function planRide(
  rider: Rider,
  request: RideRequest,
  station: Station,
  train: Train,
  rules: RideRules,
  made: { rideId: string; now: Date },
): Ride {
  const { now } = made;
  const kerb = kerbOf(station, request.pickupPointId);
  const readyTime = after(train.arriveTime, kerb.walkSeconds);
  const latestPickupTime = after(readyTime, request.maxWaitSeconds);
  if (train.arriveTime > after(now, EARLIEST_SECONDS)) {
    throw failedPrecondition('TRAIN_TOO_FAR_AHEAD', 'the train arrives more than 3 hours from now');
  }
  if (latestPickupTime <= now)
    throw failedPrecondition('TRAIN_GONE', 'the time to be picked up from this train is over');
  const meters = distanceMeters(kerb.position, request.destination.position);
  if (meters < NEAREST_METERS || meters > FARTHEST_METERS) {
    throw invalidArgument(
      'destination',
      `destination: must be ${NEAREST_METERS} m to ${FARTHEST_METERS / 1000} km away`,
    );
  }
  const hour = localHour(readyTime, station.timeZone);
  const directSeconds = Math.round(travelSeconds(kerb.position, request.destination.position, hour));
  return {
    rideId: made.rideId,
    riderId: rider.riderId,
    riderName: rider.name,
    status: 'waiting',
    stationId: station.stationId,
    stationName: station.name,
    train,
    pickupPointId: kerb.pickupPointId,
    pickup: { position: kerb.position, name: kerb.name },
    destination: request.destination,
    party: partyFor(request.party, rider),
    readyTime,
    latestPickupTime,
    directSeconds,
    maxRideSeconds: Math.round(directSeconds * rules.rideTimeFactor + rules.rideTimeSlackSeconds),
    excludedDriverIds: [],
    createTime: now,
    version: 1,
  };
}

function kerbOf(station: Station, pickupPointId: string): Station['pickupPoints'][number] {
  const chosen = pickupPointId
    ? station.pickupPoints.find((point) => point.pickupPointId === pickupPointId)
    : [...station.pickupPoints].sort((a, b) => a.walkSeconds - b.walkSeconds)[0];
  if (chosen) return chosen;
  if (pickupPointId) {
    throw new DomainError('not_found', 'PICKUP_POINT_NOT_FOUND', 'the station has no such pickup point', {
      pickup_point_id: pickupPointId,
    });
  }
  const { name, position } = station;
  return { pickupPointId: '', name, position, walkSeconds: DEFAULT_WALK_SECONDS };
}

const after = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1000);

// A car as people see it: its position, the time of the position, and its ETA. A rider sees their own trip, never the
// others in the car.
import type { AreaChange, DriverLocation } from '@lastmile/contracts';
import { z } from 'zod';
import { maybeTime, position, time } from '../schemas/fields.schema.js';

/** A position shown to people; its time tells its age. */
export const seenPoint = z.object({ position, time, accuracyMeters: z.number() });
export const seenLocation = z.object({
  driverId: z.string(),
  point: seenPoint,
  pickupEtaTime: maybeTime,
  dropoffEtaTime: maybeTime,
  stationReachedTime: maybeTime,
  pickupPassedTime: maybeTime,
  dropoffReachedTime: maybeTime,
});
const availableCar = z.object({
  areaId: z.string(),
  driverId: z.string(),
  point: seenPoint,
  freeSeats: z.int(),
  distanceMeters: z.number(),
});

/**
 * What the rider of a trip sees of the car. Fields are copied by hand for speed: each position of each car passes here
 * once per rider.
 */
export function carOfTrip(tripId: string, { driverId, point, trips }: DriverLocation): z.output<typeof seenLocation> {
  if (!point?.position || !point.time) throw new TypeError('a location without a point');
  const { latitude, longitude } = point.position;
  const trip = trips.find((each) => each.tripId === tripId);
  return {
    driverId,
    point: {
      position: { latitude, longitude },
      time: point.time.toISOString(),
      accuracyMeters: point.accuracyMeters,
    },
    pickupEtaTime: trip?.pickupEtaTime?.toISOString(),
    dropoffEtaTime: trip?.dropoffEtaTime?.toISOString(),
    stationReachedTime: trip?.stationReachedTime?.toISOString(),
    pickupPassedTime: trip?.pickupPassedTime?.toISOString(),
    dropoffReachedTime: trip?.dropoffReachedTime?.toISOString(),
  };
}

/** A driver with free seats in an area; undefined when the change says that the driver is gone. */
export const carInArea = ({ areaId, driverId, location, distanceMeters }: AreaChange) =>
  location && availableCar.parse({ ...location, areaId, driverId, distanceMeters });

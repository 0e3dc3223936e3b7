// A car as people see it: where, since when, and when it is expected. Of one rider's trip, never of the others in the car.
import type { AreaChange, DriverLocation } from '@lastmile/contracts';
import { z } from 'zod';
import { maybeTime, position, time } from '../rest/schema.js';

/** A fix as others see it; its time says how old it is. */
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

/** What the rider of a trip sees of its car. */
export function carOfTrip(tripId: string, { driverId, point, trips }: DriverLocation): z.output<typeof seenLocation> {
  return seenLocation.parse({ ...trips.find((trip) => trip.tripId === tripId), driverId, point });
}

/** A driver with free seats in an area; undefined when the change says that there is none any more. */
export const carInArea = ({ areaId, driverId, location, distanceMeters }: AreaChange) =>
  location && availableCar.parse({ ...location, areaId, driverId, distanceMeters });

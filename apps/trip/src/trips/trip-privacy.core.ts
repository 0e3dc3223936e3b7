// What one side of a trip may know of the other. Pure.
//
// Invariants: nobody but its rider sees the PIN; a driver who has not accepted a rider, and one who never did, knows a first name and
// a destination of about 300 m; a day after its end a trip tells neither side who the other one was. Operators and services see
// all but the PIN: plans and arrival times need the exact places.
import { roundedPlace } from '@lastmile/geo';
import type { Actor, Place, Trip } from '../trip.types.js';

/** Somebody may have left a bag in the car, or have to be paid back; after that nobody needs the other one's name. */
export const HIDDEN_AFTER_SECONDS = 86_400;
/** Width of the square that a destination is shown as. */
export const ROUNDED_METERS = 300;

/** The trip as this side may see it at this time. */
export function seenBy(trip: Trip, actor: Actor, now: Date): Trip {
  const hidden = actor === 'rider' ? trip : { ...trip, pin: '' };
  if (actor === 'operator' || actor === 'platform') return hidden;
  const isOld = trip.endTime !== undefined && secondsBetween(trip.endTime, now) >= HIDDEN_AFTER_SECONDS;
  if (actor === 'rider') return isOld ? { ...hidden, ...NO_DRIVER, pin: '' } : hidden;
  if (isOld) return { ...hidden, riderName: '', endReason: '', destination: roughly(trip.destination) };
  if (trip.acceptTime) return hidden;
  return { ...hidden, riderName: firstName(trip.riderName), destination: roughly(trip.destination) };
}

const NO_DRIVER = { driverName: '', vehiclePlate: '', vehicleDescription: '', endReason: '' } as const;

/** Without its name, which may be an address. */
const roughly = ({ position }: Place): Place => ({ position: roundedPlace(position, ROUNDED_METERS), name: '' });

/** What stands before the first space: scripts that write none between names show the whole name. */
const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? '';

const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;

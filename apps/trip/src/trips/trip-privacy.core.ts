// What one side of a trip may know of the other. Pure.
//
// Invariants: only the rider sees the PIN. A driver who has not accepted the rider sees only a first name and a
// destination rounded to about 300 m. One day after its end, a trip hides each side from the other. Operators and
// services see everything except the PIN: plans and arrival times need exact places.
import { roundedPlace } from '@lastmile/geo';
import type { Actor, Place, Trip } from '../trip.types.js';

/** One day is enough to return a lost bag or money; after that neither side needs the other one's name. */
export const HIDDEN_AFTER_SECONDS = 86_400;
/** Side of the square that a destination is rounded to. */
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

/** The name is removed, because it may be an address. */
const roughly = ({ position }: Place): Place => ({ position: roundedPlace(position, ROUNDED_METERS), name: '' });

/** The text before the first space. Scripts without spaces show the whole name. */
const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? '';

const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;

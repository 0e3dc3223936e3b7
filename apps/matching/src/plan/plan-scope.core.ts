// Which rides and places one plan considers: a limited number, so that driving times and search do not grow with the
// crowd.
import type { LatLng } from '@lastmile/geo';
import type { LiveTrip, Route, Station, WaitingRide } from '../matching.types.js';

/** Maximum rides considered. All cars that approach one station within the lead time have fewer seats. */
export const MAX_RIDES = 300;

/**
 * Riders who have been at the pickup point longest come first, then the oldest requests; the others wait for the next
 * plan.
 */
export function mostUrgent(rides: readonly WaitingRide[]): {
  readonly rides: readonly WaitingRide[];
  readonly beyond: readonly WaitingRide[];
} {
  if (rides.length <= MAX_RIDES) return { rides, beyond: [] };
  const sorted = rides.toSorted(byUrgency);
  return { rides: sorted.slice(0, MAX_RIDES), beyond: sorted.slice(MAX_RIDES) };
}

/** All places that a car may drive to or from; those that every plan needs come first. */
export const placesOf = (known: {
  readonly station: Station;
  readonly routes: readonly Route[];
  readonly trips: readonly LiveTrip[];
  readonly rides: readonly WaitingRide[];
}): LatLng[] => [
  known.station.position,
  ...known.routes.flatMap(({ stops, destination }) => [...stops.map(({ position }) => position), destination]),
  ...known.trips.map(({ destination }) => destination),
  ...known.rides.map(({ destination }) => destination.position),
];

const byUrgency = (a: WaitingRide, b: WaitingRide): number =>
  a.readyTime.getTime() - b.readyTime.getTime() ||
  a.requestTime.getTime() - b.requestTime.getTime() ||
  (a.rideId < b.rideId ? -1 : 1);

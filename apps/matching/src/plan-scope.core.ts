// What one plan looks at: bounded, so that neither its driving times nor its search grow with the crowd.
import type { LatLng } from '@lastmile/geo';
import type { LiveTrip, Route, Station, WaitingRide } from './matching.types.js';

/** As many rides a plan considers. All cars that one station sees in a lead time have fewer seats. */
export const MOST_RIDES = 300;

/** Those who stand at the kerb longest, then who asked first; the others wait for the next plan. */
export function mostUrgent(rides: readonly WaitingRide[]): {
  readonly rides: readonly WaitingRide[];
  readonly beyond: readonly WaitingRide[];
} {
  if (rides.length <= MOST_RIDES) return { rides, beyond: [] };
  const sorted = rides.toSorted(byUrgency);
  return { rides: sorted.slice(0, MOST_RIDES), beyond: sorted.slice(MOST_RIDES) };
}

/** Everywhere a car may drive to or from, those first that every plan needs. */
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

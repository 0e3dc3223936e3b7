// The remaining stops in driving order: stations with their pickups, drop-offs, the destination.
//
// Invariants: stations keep the order of the route, and drop-offs that of the plan; no rider is dropped off before
// their pickup; if the car is waiting at a station, that station comes first.
import type { DriverStop, DropoffStop, Route, StationStop } from './stop.types';

type Trip = DropoffStop['trip'];

/** @param etas by station, when stations ahead are expected, RFC 3339 */
export function stopsAhead(
  route: Route,
  trips: readonly Trip[],
  etas: ReadonlyMap<string, string> = new Map(),
): readonly DriverStop[] {
  const mine = trips.filter(({ routeId }) => routeId === route.routeId);
  const stations = stationsAhead(route, mine, etas);
  const dropoffs = mine
    .filter(isPromised)
    .toSorted((a, b) => a.dropoffOrder - b.dropoffOrder || a.dropoffTime.localeCompare(b.dropoffTime))
    .map(dropoffOf);
  const destination = { kind: 'destination', key: 'destination', ...route.destination } as const;
  return [...merged(stations, dropoffs), destination];
}

/** Seats taken by riders aboard, and seats promised to others; offers hold seats, too. */
export function seatsOf(trips: readonly Trip[]): { aboard: number; promised: number } {
  const count = (are: readonly Trip[]) => are.reduce((sum, { party }) => sum + party.people, 0);
  const aboard = count(trips.filter(({ status }) => status === 'active'));
  return { aboard, promised: count(trips) - aboard };
}

function stationsAhead(route: Route, trips: readonly Trip[], etas: ReadonlyMap<string, string>): StationStop[] {
  return route.stops.flatMap(({ stationId, name, position, pickupStatus = 'ahead' }) => {
    const pickups = trips
      .filter((trip) => isPickup(trip) && trip.stationId === stationId)
      .toSorted((a, b) => a.pickupTime.localeCompare(b.pickupTime) || a.tripId.localeCompare(b.tripId));
    const isOpen = pickupStatus === 'ahead' || pickupStatus === 'arrived';
    if (!isOpen && pickups.length === 0) return [];
    const [first] = pickups;
    return {
      ...({ kind: 'station', key: `station:${stationId}`, stationId, name, pickupStatus } as const),
      position: first?.pickup.position ?? position,
      time: first?.pickupTime ?? etas.get(stationId),
      trips: pickups,
    };
  });
}

const dropoffOf = (trip: Trip): DropoffStop => ({
  ...({ kind: 'dropoff', key: `dropoff:${trip.tripId}`, trip } as const),
  name: trip.destination.name,
  position: trip.destination.position,
  time: trip.dropoffTime,
});

function merged(stations: readonly StationStop[], dropoffs: readonly DropoffStop[]): DriverStop[] {
  const stops: DriverStop[] = [];
  const rest = [...stations];
  for (const dropoff of dropoffs) {
    const entry = rest.findIndex(({ trips }) => trips.some(({ tripId }) => tripId === dropoff.trip.tripId));
    const byTime = rest.findLastIndex((station) => isBefore(station, dropoff));
    stops.push(...rest.splice(0, Math.max(entry, byTime) + 1), dropoff);
  }
  return [...stops, ...rest];
}

/** A station without a time is on the way, so it comes first. */
const isBefore = ({ pickupStatus, time }: StationStop, dropoff: DropoffStop): boolean =>
  pickupStatus === 'arrived' || !time || !dropoff.time || time <= dropoff.time;

const isPickup = ({ status }: Trip): boolean => status === 'scheduled' || status === 'arrived';
const isPromised = (trip: Trip): boolean => isPickup(trip) || trip.status === 'active';

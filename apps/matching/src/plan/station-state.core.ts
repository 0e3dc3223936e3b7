// Builds the input of planning from the responses of four services.
import type { LatLng } from '@lastmile/geo';
import type { Boarding, CarInput, PlanInput, PromiseInput, RideInput } from './plan.types.js';
import type { LiveTrip, Route, RouteLoad, RouteStop, Station, WaitingRide } from '../matching.types.js';

/** The known state of a station at one moment. It may be slightly out of date; the ledger decides. */
export interface StationState {
  readonly now: Date;
  readonly station: Station;
  readonly maxHoldSeconds: number;
  /** Arrival times by driver. */
  readonly etas: ReadonlyMap<string, Date>;
  /** Routes that stop at the station, of drivers with an arrival time. */
  readonly routes: readonly Route[];
  readonly rides: readonly WaitingRide[];
  readonly trips: readonly LiveTrip[];
  readonly loads: readonly RouteLoad[];
  readonly travelSeconds: (from: LatLng, to: LatLng) => number;
}

/** Whether the route may still be matched at the station. */
export const stopsAt = (route: Route, stationId: string): boolean =>
  route.stops.some((stop) => stop.stationId === stationId && isOpen(stop));

export function planInput(state: StationState): PlanInput {
  const { now, station, maxHoldSeconds, travelSeconds } = state;
  // The rider service may not have received the event of a very new trip yet.
  const taken = new Set(state.trips.map(({ rideId }) => rideId));
  return {
    now,
    station: station.position,
    maxHoldSeconds,
    travelSeconds,
    cars: state.routes.flatMap((route) => {
      const etaTime = state.etas.get(route.driverId);
      return etaTime ? [car(state, route, etaTime)] : [];
    }),
    rides: state.rides.filter(({ rideId }) => !taken.has(rideId)).map(ride),
  };
}

const isOpen = ({ pickupStatus }: RouteStop): boolean => pickupStatus === 'ahead' || pickupStatus === 'arrived';

function car(state: StationState, route: Route, etaTime: Date): CarInput {
  const { stationId } = state.station;
  const later = laterStops(route, stationId);
  const load = state.loads.find(({ routeId }) => routeId === route.routeId);
  return {
    driverId: route.driverId,
    routeId: route.routeId,
    etaTime,
    // A route that the ledger does not know, or has closed, has no free seats.
    freeSeats: load?.freeSeats ?? 0,
    freeWheelchairPlaces: load?.freeWheelchairPlaces ?? 0,
    detourBudgetSeconds: route.detourBudgetSeconds,
    emptySince: state.trips.some(({ routeId }) => routeId === route.routeId) ? undefined : route.startTime,
    laterStations: later.map(({ position }) => position),
    destination: route.destination,
    promises: state.trips
      .filter(({ routeId }) => routeId === route.routeId)
      .flatMap((trip): PromiseInput[] => {
        const boarding = boardingOf(trip, route, stationId, later);
        return boarding ? [{ ...trip, dropoff: trip.destination, boarding }] : [];
      }),
  };
}

function laterStops(route: Route, stationId: string): RouteStop[] {
  const here = route.stops.findIndex((stop) => stop.stationId === stationId);
  return route.stops.slice(here + 1).filter(isOpen);
}

/** Undefined for a rider who will not be in the car, because it left their station without them or will not stop there. */
function boardingOf(
  trip: LiveTrip,
  route: Route,
  stationId: string,
  later: readonly RouteStop[],
): Boarding | undefined {
  if (trip.aboard) return { at: 'aboard' };
  const { readyTime, latestPickupTime } = trip;
  if (trip.stationId === stationId) return { at: 'here', readyTime };
  const station = later.findIndex((stop) => stop.stationId === trip.stationId);
  if (station >= 0) return { at: 'later', station, readyTime, latestPickupTime };
  const before = route.stops.find((stop) => stop.stationId === trip.stationId);
  return before && isOpen(before) ? { at: 'aboard' } : undefined;
}

const ride = (waiting: WaitingRide): RideInput => ({
  rideId: waiting.rideId,
  destination: waiting.destination.position,
  party: waiting.party,
  readyTime: waiting.readyTime,
  latestPickupTime: waiting.latestPickupTime,
  maxRideSeconds: waiting.maxRideSeconds,
  requestTime: waiting.requestTime,
  // A person who drives and waits at the same time may not ride in their own car.
  excludedDriverIds: [...waiting.excludedDriverIds, waiting.riderId],
});

// Builds the contents of the live map from one snapshot of the platform. Pure.
import type { Ride, Snapshot, Trip } from '../../api/api.types';

/** A position older than this, in the platform's seconds, is drawn faint. */
export const OLD_SECONDS = 60;

export type Station = Snapshot['stations'][number];
export type Route = Snapshot['routes'][number];

export interface StationScene {
  readonly station: Station;
  /** Rides that wait there without a car, longest waiting first. */
  readonly waiting: readonly Ride[];
}

export interface CarScene {
  readonly driverId: string;
  /** The car's plate; undefined until the car has a trip. */
  readonly plate: string | undefined;
  readonly driverName: string | undefined;
  readonly location: Snapshot['locations'][number];
  /** Seconds between the position and the snapshot. */
  readonly ageSeconds: number;
  readonly route: Route | undefined;
  readonly trips: readonly Trip[];
  readonly seatsTaken: number;
}

export interface Scene {
  readonly stations: readonly StationScene[];
  readonly cars: readonly CarScene[];
  readonly trips: readonly Trip[];
  readonly waitingCount: number;
}

export function sceneOf({ time, stations, routes, locations, rides, trips }: Snapshot): Scene {
  const waiting = Map.groupBy(
    rides.filter(({ status }) => status === 'waiting' || status === 'offered'),
    ({ stationId }) => stationId,
  );
  const tripsOf = Map.groupBy(trips, ({ driverId }) => driverId);
  const routeById = new Map(routes.map((route) => [route.routeId, route]));
  return {
    stations: stations.map((station) => ({
      station,
      waiting: (waiting.get(station.stationId) ?? []).toSorted((a, b) => a.readyTime.localeCompare(b.readyTime)),
    })),
    cars: locations.map((location) => {
      const own = tripsOf.get(location.driverId) ?? [];
      return {
        driverId: location.driverId,
        plate: own[0]?.vehiclePlate,
        driverName: own[0]?.driverName,
        location,
        ageSeconds: Math.max(0, (Date.parse(time) - Date.parse(location.point.time)) / 1_000),
        route: routeById.get(location.routeId),
        trips: own,
        seatsTaken: own.reduce((sum, { party }) => sum + party.people, 0),
      };
    }),
    trips,
    waitingCount: [...waiting.values()].reduce((sum, each) => sum + each.length, 0),
  };
}

// The remaining stops of a route, from the newest data of the server.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Schemas, Trip } from '../../api/client';
import { stationsQuery } from '../../api/queries';
import { approachesQuery, liveTripsQuery } from '../driver-queries';
import type { Target } from '../simulation/drive.types';
import { stopsAhead } from './stop-list.core';
import type { DriverStop, Route } from './stop.types';

type Approach = Schemas['Approach'];

export interface Duty {
  readonly trips: readonly Trip[];
  readonly stops: readonly DriverStop[];
  /** The newest result of matching, by station. */
  readonly approaches: ReadonlyMap<string, Approach>;
  /** The targets of a simulated drive. */
  readonly targets: readonly Target[];
  readonly timeZone: string | undefined;
  readonly error: Error | null;
  retry(): void;
}

const NO_TRIPS: readonly Trip[] = [];

export function useDuty(route: Route): Duty {
  const live = useQuery(liveTripsQuery);
  const near = useQuery(approachesQuery);
  const stations = useQuery(stationsQuery);
  const trips = useMemo(
    () => live.data?.filter(({ routeId }) => routeId === route.routeId) ?? NO_TRIPS,
    [live.data, route.routeId],
  );
  const approaches = useMemo(
    () => new Map((near.data ?? []).map((approach) => [approach.stationId, approach])),
    [near.data],
  );
  const stops = useMemo(() => {
    const etas = new Map([...approaches.values()].map(({ stationId, etaTime }) => [stationId, etaTime]));
    return stopsAhead(route, trips, etas);
  }, [route, trips, approaches]);
  const targets = useMemo(
    () => (live.data ? stops.map((stop) => targetOf(stop, trips)) : []),
    [live.data, stops, trips],
  );
  const timeZone = stations.data?.find(({ stationId }) => stationId === route.stops[0]?.stationId)?.timeZone;
  const retry = () => void live.refetch();
  return { trips, stops, approaches, targets, timeZone, error: live.error, retry };
}

/** An offer keeps the car at the station like a scheduled trip, because after leaving the driver could not accept it. */
function targetOf(stop: DriverStop, trips: readonly Trip[]): Target {
  const { key, position } = stop;
  if (stop.kind !== 'station') return { key, position, isHeld: true };
  const isOffered = trips.some(({ status, stationId }) => status === 'offered' && stationId === stop.stationId);
  return { key, position, isHeld: isOffered || stop.trips.length > 0 || stop.pickupStatus === 'arrived' };
}

// What is stored of a route command to answer a repeat in the same way: ids, states and times. The destination is
// stored in the route only.
import { notFound } from '@lastmile/errors';
import { keepingState, type Keeping, type Queries } from '@lastmile/postgres';
import type { PickupStatus, Route } from '../driver.types.js';
import { toRoute, type RouteRow } from './route.row.js';

/** The fields that change after registration, except the stops. */
const STATE = [
  'status',
  'seats',
  'wheelchairPlaces',
  'detourBudgetSeconds',
  'autoAccept',
  'startTime',
  'finishTime',
  'pending',
  'version',
] as const;

const kept = keepingState<Route, 'routeId'>('routeId', STATE, async (queries, routeId) => {
  const route = await findRoute(queries, routeId);
  if (!route) throw notFound('route', routeId);
  return route;
});

export async function findRoute(queries: Queries, routeId: string): Promise<Route | undefined> {
  const row = await queries.maybeOne<RouteRow>('SELECT * FROM routes WHERE route_id = $1', [routeId]);
  return row && toRoute(row);
}

/** One value for each stop, in the order of the stops, which never changes. */
interface AtStops {
  readonly pickupStatuses?: readonly PickupStatus[];
}

export const keptRoute: Keeping<Route> = {
  store: (route) => {
    const atStops: AtStops = { pickupStatuses: route.stops.map(({ pickupStatus }) => pickupStatus) };
    return { ...(kept.store(route) as object), ...atStops };
  },
  async restore(queries, stored) {
    const route = await kept.restore(queries, stored);
    const { pickupStatuses = [] } = stored as AtStops;
    const stops = route.stops.map((stop, i) => ({ ...stop, pickupStatus: pickupStatuses[i] ?? stop.pickupStatus }));
    return { ...route, stops };
  },
};

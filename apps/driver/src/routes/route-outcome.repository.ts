// What is stored of a route's commands, so that a repeat is answered alike: ids, states and times. Where the driver goes is in the
// route alone.
import { notFound } from '@lastmile/errors';
import { keepingState, type Keeping, type Queries } from '@lastmile/postgres';
import type { PickupStatus, Route } from '../driver.types.js';
import { toRoute, type RouteRow } from './route.row.js';

/** What changes after it was registered, but for the stops. */
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

/** At the stops in their order, which stays. */
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

// Creates and starts routes.
import { useNavigate } from 'react-router';
import { answerOf, api, keyed, type Position, type Schemas } from '../api/client';
import { keys } from '../api/queries';
import { useCommand } from '../ui/use-command';
import { driverKeys } from './driver-queries';

type Route = Schemas['Route'];

export interface RoutePlan {
  readonly stationIds: string[];
  readonly destination: { position: Position; name?: string };
  readonly seats: number;
  readonly detourBudgetSeconds: number;
  readonly autoAccept: boolean;
}

const startRoute = (routeId: string, key: string) =>
  answerOf(api.POST('/v1/routes/{routeId}/start', { params: { path: { routeId }, ...keyed(key) }, body: {} }));

/** Starts a registered route. */
export function useStartRoute() {
  const navigate = useNavigate();
  return useCommand({
    run: startRoute,
    touches: [keys.routes, keys.trips, driverKeys.approaches],
    onDone: () => void navigate('/drive'),
  });
}

/** Registers a route and, if wanted, starts it. If the start is refused, the route stays registered. */
export function useMakeRoute() {
  const navigate = useNavigate();
  return useCommand({
    run: async ({ plan, isStarted }: { plan: RoutePlan; isStarted: boolean }, key): Promise<Route> => {
      const { destination, ...rest } = plan;
      const place = { position: destination.position, name: destination.name ?? '' };
      const body = { ...rest, destination: place };
      const made = await answerOf(api.POST('/v1/routes', { params: keyed(key), body }));
      return isStarted ? startRoute(made.routeId, `${key}-start`) : made;
    },
    touches: [keys.routes, keys.trips, driverKeys.approaches],
    onDone: () => void navigate('/drive'),
  });
}

/** The plan to drive the same route again. */
export const planOf = ({ stops, destination, seats, detourBudgetSeconds, autoAccept }: Route): RoutePlan => ({
  stationIds: stops.map(({ stationId }) => stationId),
  destination,
  seats,
  detourBudgetSeconds,
  autoAccept,
});

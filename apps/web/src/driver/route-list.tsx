// Routes that can be started, and earlier routes that can be driven again with one tap.
import { answerOf, api, keyed, type Schemas } from '../api/client';
import { keys } from '../api/queries';
import { minutes } from '../text/format';
import { useText } from '../text/text';
import { Button } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { DriverProblem } from './driver-problem';
import { planOf, useMakeRoute, useStartRoute } from './route-commands';

type Route = Schemas['Route'];
const MOST_EARLIER = 5;

export function RouteList({ routes, seatLimit }: { routes: readonly Route[]; seatLimit: number }) {
  const t = useText('driver');
  const start = useStartRoute();
  const make = useMakeRoute();
  const discard = useCommand({
    run: (routeId: string, key) => {
      const params = { path: { routeId }, ...keyed(key) };
      return answerOf(api.POST('/v1/routes/{routeId}/finish', { params, body: { cancelScheduled: false } }));
    },
    touches: [keys.routes],
  });
  const isBusy = start.isPending || make.isPending || discard.isPending;
  // An interrupted start is completed by starting the route again.
  const ready = routes.filter(({ status }) => status === 'registered' || status === 'starting');
  const earlier = different(routes.filter(({ status, startTime }) => status === 'finished' && startTime));
  const again = (route: Route) => {
    const plan = planOf(route);
    make.mutate({ plan: { ...plan, seats: Math.min(plan.seats, seatLimit) }, isStarted: true });
  };
  return (
    <>
      <DriverProblem error={start.error ?? make.error ?? discard.error} />
      {ready.length > 0 && (
        <section className="stack stack-tight">
          <h2>{t.readyRoutes}</h2>
          <ul className="list">
            {ready.map((route) => (
              <li key={route.routeId} className="list-item driver-route">
                <RouteName route={route} />
                <div className="row">
                  <Button tone="primary" isBusy={isBusy} onClick={() => start.mutate(route.routeId)}>
                    {t.start}
                  </Button>
                  <Button tone="quiet" isBusy={isBusy} onClick={() => discard.mutate(route.routeId)}>
                    {t.discard}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {earlier.length > 0 && (
        <section className="stack stack-tight">
          <h2>{t.earlierRoutes}</h2>
          <ul className="list">
            {earlier.map((route) => (
              <li key={route.routeId} className="list-item driver-route">
                <RouteName route={route} />
                <Button isBusy={isBusy} onClick={() => again(route)}>
                  {t.again}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function RouteName({ route: { stops, destination, seats, detourBudgetSeconds } }: { route: Route }) {
  const t = useText('driver');
  return (
    <div className="grow driver-route-name">
      <strong>{destination.name ?? t.pickedPlace}</strong>
      <span>{t.via({ stations: stops.map(({ name }) => name).join(', ') })}</span>
      <span className="small muted">
        {t.seatCount({ count: seats })} · +{minutes(detourBudgetSeconds)}
      </span>
    </div>
  );
}

/** The newest of routes with the same stops. */
function different(routes: readonly Route[]): readonly Route[] {
  const ways = new Map<string, Route>();
  for (const route of routes) {
    const { latitude, longitude } = route.destination.position;
    const way = [latitude.toFixed(4), longitude.toFixed(4), ...route.stops.map(({ stationId }) => stationId)].join(' ');
    if (!ways.has(way)) ways.set(way, route);
  }
  return [...ways.values()].slice(0, MOST_EARLIER);
}

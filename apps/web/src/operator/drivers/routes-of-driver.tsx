// The newest routes of a driver.
import { useQuery } from '@tanstack/react-query';
import { dayTime, minutes } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Badge, Card, Spinner } from '../../ui/ui';
import { useNetworkZone } from '../lists/use-zones';
import { routesOfDriverQuery, type RouteOfDriver } from '../operator.queries';

export function RoutesOfDriver({ driverId }: { driverId: string }) {
  const t = useText('drivers');
  const { loading } = useText('app');
  const routes = useQuery(routesOfDriverQuery(driverId));
  return (
    <Card label={t.routes}>
      <h2>{t.routes}</h2>
      {routes.isPending && <Spinner label={loading} />}
      <ProblemNotice error={routes.error} onRetry={() => void routes.refetch()} />
      {routes.data?.length === 0 && <p className="muted">{t.noRoutes}</p>}
      <ul className="stack">
        {routes.data?.map((route) => (
          <RouteItem key={route.routeId} route={route} />
        ))}
      </ul>
    </Card>
  );
}

function RouteItem({ route }: { route: RouteOfDriver }) {
  const t = useText('drivers');
  const words = useText('operator');
  const status = useText('status');
  const zone = useNetworkZone();
  return (
    <li className="stack stack-tight">
      <div className="row spread">
        <strong>{t.towards({ destination: route.destination.name ?? words.destination })}</strong>
        {route.status && (
          <Badge tone={route.status === 'started' ? 'accent' : 'plain'}>{status.route[route.status]}</Badge>
        )}
      </div>
      <p className="small">{route.stops.map(({ name }) => name).join(' → ')}</p>
      <p className="small muted">
        {[
          dayTime(route.startTime ?? route.createTime, zone),
          t.seatCount({ count: route.seats }),
          `${t.detourBudget}: ${minutes(route.detourBudgetSeconds)}`,
          route.autoAccept && t.autoAccept,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}

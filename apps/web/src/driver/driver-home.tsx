// The screen off duty: routes to start, earlier routes, riders to rate, and the car.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Schemas } from '../api/client';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Shell } from '../ui/shell';
import { Card, EmptyState, Notice, Spinner } from '../ui/ui';
import { routesQuery } from './driver-queries';
import { RateRiders } from './rate-riders';
import { RouteList } from './route-list';

export function DriverHome({ driver }: { driver: Schemas['Driver'] }) {
  const t = useText('driver');
  const { loading } = useText('app');
  const routes = useQuery(routesQuery);
  const all = routes.data ?? [];
  return (
    <Shell>
      <div className="stack">
        <div className="row spread">
          <h1>{t.drive}</h1>
          <Link className="button button-primary" to="/drive/new">
            {t.newRoute}
          </Link>
        </div>
        {driver.status === 'pending' && <Notice tone="warn">{t.toBeApproved}</Notice>}
        {driver.status === 'suspended' && (
          <Notice tone="bad">
            {t.suspended} {driver.statusReason}
          </Notice>
        )}
        {routes.isPending && <Spinner label={loading} />}
        <ProblemNotice error={routes.error} onRetry={() => void routes.refetch()} />
        {routes.isSuccess && all.length === 0 && (
          <EmptyState title={t.noRoutes}>
            <p>{t.noRoutesHint}</p>
          </EmptyState>
        )}
        <RateRiders />
        <RouteList routes={all} seatLimit={driver.vehicle.seats} />
        <CarCard driver={driver} />
      </div>
    </Shell>
  );
}

function CarCard({ driver: { name, vehicle } }: { driver: Schemas['Driver'] }) {
  const t = useText('driver');
  const { plate, description, seats, wheelchairPlaces } = vehicle;
  const room = [
    t.seatCount({ count: seats }),
    ...(wheelchairPlaces ? [t.wheelchairCount({ count: wheelchairPlaces })] : []),
  ].join(' · ');
  return (
    <Card label={t.welcome}>
      <div className="row spread">
        <div className="grow">
          <h2>{t.carOf({ name, plate })}</h2>
          <p className="muted">{[description, room].filter(Boolean).join(' · ')}</p>
        </div>
        <Link className="button" to="/drive/car">
          {t.editCar}
        </Link>
      </div>
    </Card>
  );
}

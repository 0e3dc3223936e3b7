// One driver: the car, the routes and the trips.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Card, Spinner } from '../../ui/ui';
import { PagedList } from '../lists/paged-list';
import { useNetworkZone } from '../lists/use-zones';
import { driverQuery, tripsQuery } from '../operator.queries';
import { TripItem } from '../trips/trip-item';
import { ReviewDriver } from './review-driver';
import { RoutesOfDriver } from './routes-of-driver';

export function DriverDetail() {
  const t = useText('drivers');
  const words = useText('operator');
  const { loading } = useText('app');
  const { driverId = '' } = useParams();
  const query = useQuery(driverQuery(driverId));
  const zone = useNetworkZone();
  const trips = useInfiniteQuery(tripsQuery({ driverId }));
  if (!query.data) {
    if (query.isPending) return <Spinner label={loading} />;
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { name, vehicle, createTime } = query.data;
  const shown = (trips.data?.pages ?? []).flatMap(({ items }) => items);
  return (
    <div className="stack">
      <Link to="/operate/drivers">← {words.drivers}</Link>
      <h1>{name}</h1>
      <div className="op-columns">
        <Card label={words.details}>
          <h2>{words.details}</h2>
          <dl className="facts">
            <dt>{words.vehicle}</dt>
            <dd>{[vehicle.plate, vehicle.description].filter(Boolean).join(' · ')}</dd>
            <dt>{t.seats}</dt>
            <dd>{vehicle.seats}</dd>
            <dt>{t.wheelchairPlaces}</dt>
            <dd>{vehicle.wheelchairPlaces}</dd>
            <dt>{t.since}</dt>
            <dd>{dayTime(createTime, zone)}</dd>
          </dl>
          <p className="small muted op-id">{driverId}</p>
        </Card>
        <ReviewDriver driver={query.data} />
        <RoutesOfDriver driverId={driverId} />
      </div>
      <h2>{words.trips}</h2>
      {trips.isSuccess && shown.length === 0 ? (
        <p className="muted">{t.noTrips}</p>
      ) : (
        <PagedList query={trips} label={words.trips}>
          {shown.map((trip) => (
            <TripItem key={trip.tripId} trip={trip} />
          ))}
        </PagedList>
      )}
    </div>
  );
}

// A rider's rides.
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { keys } from '../api/queries';
import { ownId } from '../session/session';
import { useText } from '../text/text';
import { EmptyState } from '../ui/ui';
import { Entry } from './entry';
import { Pages } from './pages';

const ridesQuery = infiniteQueryOptions({
  queryKey: [...keys.rides, 'history'],
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/v1/rides', { params: { query: { riderId: ownId(), pageSize: 20, pageToken: pageParam } } })),
  initialPageParam: '',
  getNextPageParam: ({ nextPageToken }) => nextPageToken,
});

export function RideList() {
  const t = useText('history');
  const rides = useInfiniteQuery(ridesQuery);
  const items = rides.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Pages
      query={rides}
      isEmpty={items.length === 0}
      empty={
        <EmptyState title={t.noRides}>
          <p>{t.noRidesAbout}</p>
          <Link className="button button-primary" to="/ride">
            {t.requestRide}
          </Link>
        </EmptyState>
      }
    >
      {items.map((ride) => (
        <Entry
          key={ride.rideId}
          to={`/ride/${ride.rideId}`}
          title={ride.destination.name ?? ''}
          about={t.from({ station: ride.stationName })}
          time={ride.readyTime}
          status={ride.status}
        />
      ))}
    </Pages>
  );
}

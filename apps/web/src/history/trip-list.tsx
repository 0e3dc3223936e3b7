// A driver's trips, including offers.
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { keys } from '../api/queries';
import { useSession } from '../session/session';
import { useText } from '../text/text';
import { EmptyState } from '../ui/ui';
import { Entry } from './entry';
import { Pages } from './pages';

const tripsQuery = (driverId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.trips, 'history', driverId],
    queryFn: ({ pageParam }) =>
      answerOf(api.GET('/v1/trips', { params: { query: { driverId, pageSize: 20, pageToken: pageParam } } })),
    initialPageParam: '',
    getNextPageParam: ({ nextPageToken }) => nextPageToken,
  });

export function TripList() {
  const t = useText('history');
  const trips = useInfiniteQuery(tripsQuery(useSession()?.user.userId ?? ''));
  const items = trips.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Pages
      query={trips}
      isEmpty={items.length === 0}
      empty={
        <EmptyState title={t.noTrips}>
          <p>{t.noTripsAbout}</p>
        </EmptyState>
      }
    >
      {items.map((trip) => (
        <Entry
          key={trip.tripId}
          to={`/trips/${trip.tripId}`}
          title={trip.riderName || '–'}
          about={trip.destination.name ?? ''}
          time={trip.pickupTime}
          status={trip.status}
        />
      ))}
    </Pages>
  );
}

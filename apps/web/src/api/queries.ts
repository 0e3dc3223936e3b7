// Queries that several screens use, each with one key, so that live events can invalidate them.
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './client';

export const keys = {
  rides: ['rides'] as const,
  trips: ['trips'] as const,
  routes: ['routes'] as const,
  inbox: ['inbox'] as const,
  me: ['me'] as const,
  driver: ['driver'] as const,
};

const HOUR_MS = 3_600_000;

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: () => answerOf(api.GET('/v1/users/me')),
  staleTime: HOUR_MS,
});

export const stationsQuery = queryOptions({
  queryKey: ['stations'],
  queryFn: async () => (await answerOf(api.GET('/v1/stations', { params: { query: { pageSize: 500 } } }))).items,
  staleTime: HOUR_MS,
});

export const linesQuery = queryOptions({
  queryKey: ['lines'],
  queryFn: async () => (await answerOf(api.GET('/v1/lines'))).items,
  staleTime: HOUR_MS,
});

export const areasQuery = (stationId: string) =>
  queryOptions({
    queryKey: ['areas', stationId],
    queryFn: async () =>
      (await answerOf(api.GET('/v1/stations/{stationId}/areas', { params: { path: { stationId } } }))).items,
    staleTime: HOUR_MS,
  });

export const tripQuery = (tripId: string) =>
  queryOptions({
    queryKey: [...keys.trips, tripId],
    queryFn: () => answerOf(api.GET('/v1/trips/{tripId}', { params: { path: { tripId } } })),
  });

export const inboxQuery = queryOptions({
  queryKey: keys.inbox,
  queryFn: async () => {
    // The newest hundred entries: the list is read forwards by number, so its last number is requested first.
    const { lastSequence } = await answerOf(api.GET('/v1/notifications', { params: { query: { pageSize: 1 } } }));
    const after = Math.max(0, lastSequence - 100);
    return answerOf(api.GET('/v1/notifications', { params: { query: { after, pageSize: 100 } } }));
  },
});

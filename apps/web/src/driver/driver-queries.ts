// Queries of the driver's screens. Live events invalidate routes and trips; the slow polling is for times without a
// socket.
//
// Each list is filtered by person: a driver who also rides has trips in other cars, and an operator may see
// everybody's.
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { ApiProblem } from '../api/problem';
import { keys } from '../api/queries';
import { ownId } from '../session/session';

const SOMETIMES_MS = 20_000;
const RATED_LAST = 20;

export const driverKeys = {
  approaches: ['approaches'] as const,
};

/** Null until the person has entered name and car. */
export const driverQuery = queryOptions({
  queryKey: keys.driver,
  queryFn: () =>
    answerOf(api.GET('/v1/drivers/me')).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }),
  // Polls until an operator has decided, in case an inbox entry is lost.
  refetchInterval: ({ state }) => (state.data && state.data.status !== 'approved' ? SOMETIMES_MS : false),
});

/** Newest first. */
export const routesQuery = queryOptions({
  queryKey: keys.routes,
  queryFn: async () => {
    const query = { driverId: ownId(), pageSize: 30 };
    return (await answerOf(api.GET('/v1/routes', { params: { query } }))).items;
  },
});

/** The started route; null off duty. It may be older than the newest thirty. */
export const startedRouteQuery = queryOptions({
  queryKey: [...keys.routes, 'started'],
  queryFn: async () => {
    const query = { driverId: ownId(), status: 'started', pageSize: 1 } as const;
    return (await answerOf(api.GET('/v1/routes', { params: { query } }))).items[0] ?? null;
  },
  refetchInterval: SOMETIMES_MS,
});

export const liveTripsQuery = queryOptions({
  queryKey: [...keys.trips, 'live'],
  queryFn: async () => {
    const query = { driverId: ownId(), liveOnly: 'true', pageSize: 100 } as const;
    return (await answerOf(api.GET('/v1/trips', { params: { query } }))).items;
  },
  refetchInterval: SOMETIMES_MS,
});

/** Riders who were dropped off recently and are not rated yet. */
export const unratedQuery = queryOptions({
  queryKey: [...keys.trips, 'unrated'],
  queryFn: async () => {
    const query = { driverId: ownId(), status: 'completed', pageSize: RATED_LAST } as const;
    const { items } = await answerOf(api.GET('/v1/trips', { params: { query } }));
    // One day after the end, the other person's name is not shown any more.
    return items.filter(({ riderRating, riderName }) => riderRating === 0 && riderName !== '');
  },
});

export const approachesQuery = queryOptions({
  queryKey: driverKeys.approaches,
  queryFn: async () => (await answerOf(api.GET('/v1/drivers/me/approaches'))).items,
  refetchInterval: 5_000,
});

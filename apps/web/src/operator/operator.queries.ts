// Queries of the operator's screens.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { appConfigQuery, platformNow, platformSpeed } from '../api/app-config';
import { answerOf, api, type Schemas } from '../api/client';
import { keys } from '../api/queries';
import { pollingOf } from './live/trains.core';
import type { RideStatus, TripStatus } from './words/status.types';
import type { DriverStatus } from './words/status.types';

const SNAPSHOT_MS = 3_000;
const SLOW_MS = 10_000;
const PAGE_SIZE = 50;

export type Driver = Schemas['Driver'];
export type RouteOfDriver = Schemas['Route'];
export type Approach = Schemas['Approach'];

/** Polled every few seconds while the page is visible. */
export const snapshotQuery = queryOptions({
  queryKey: ['snapshot'],
  queryFn: () => answerOf(api.GET('/v1/snapshot')),
  refetchInterval: SNAPSHOT_MS,
  staleTime: SNAPSHOT_MS,
});

/** More than a map can show separately. */
const MAX_TRAINS = 1_000;

/** Trains under way from now until well after the next request. */
export const trainsQuery = queryOptions({
  queryKey: ['trains'],
  queryFn: async ({ client }) => {
    // Until it is loaded, the browser's clock is used, which may be years off.
    await client.ensureQueryData(appConfigQuery);
    const now = platformNow();
    const to = new Date(now + pollingOf(platformSpeed()).windowSeconds * 1_000).toISOString();
    const query = { from: new Date(now).toISOString(), to, limit: MAX_TRAINS };
    return (await answerOf(api.GET('/v1/trains', { params: { query } }))).items;
  },
  refetchInterval: () => pollingOf(platformSpeed()).everyMs,
});

export const approachesQuery = (stationId: string) =>
  queryOptions({
    queryKey: ['approaches', stationId],
    queryFn: async () => (await answerOf(api.GET('/v1/approaches', { params: { query: { stationId } } }))).items,
    refetchInterval: SLOW_MS,
  });

export const driverQuery = (driverId: string) =>
  queryOptions({
    queryKey: ['drivers', 'one', driverId],
    queryFn: () => answerOf(api.GET('/v1/drivers/{driverId}', { params: { path: { driverId } } })),
  });

export const rideQuery = (rideId: string) =>
  queryOptions({
    queryKey: [...keys.rides, rideId],
    queryFn: () => answerOf(api.GET('/v1/rides/{rideId}', { params: { path: { rideId } } })),
    refetchInterval: SLOW_MS,
  });

const paged = {
  initialPageParam: '',
  getNextPageParam: ({ nextPageToken }: { nextPageToken?: string }) => nextPageToken,
  // Earlier results stay until the new ones are loaded.
  placeholderData: keepPreviousData,
};

/** Missing values do not filter. */
interface Filter<Status> {
  readonly status?: Status;
  readonly stationId?: string;
  /** Part of a name, or for trips of a plate. */
  readonly text?: string;
}

export const ridesQuery = (filter: Filter<RideStatus>) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: [...keys.rides, 'list', filter],
    queryFn: ({ pageParam: pageToken }) =>
      answerOf(api.GET('/v1/rides', { params: { query: { ...filter, pageToken, pageSize: PAGE_SIZE } } })),
  });

export const tripsQuery = (filter: Filter<TripStatus> & { readonly driverId?: string; readonly rideId?: string }) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: [...keys.trips, 'list', filter],
    queryFn: ({ pageParam: pageToken }) =>
      answerOf(api.GET('/v1/trips', { params: { query: { ...filter, pageToken, pageSize: PAGE_SIZE } } })),
  });

/** All trips of the ride, first to last. */
export const carsAskedQuery = (rideId: string) =>
  queryOptions({
    queryKey: [...keys.trips, 'of', rideId],
    queryFn: async () =>
      (await answerOf(api.GET('/v1/trips', { params: { query: { rideId, pageSize: 100 } } }))).items.toReversed(),
    refetchInterval: SLOW_MS,
  });

/** @param nameContains part of the name or the plate */
export const driversQuery = (nameContains: string, status?: DriverStatus) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: ['drivers', 'list', nameContains, status],
    queryFn: ({ pageParam: pageToken }) =>
      answerOf(api.GET('/v1/drivers', { params: { query: { nameContains, status, pageToken, pageSize: PAGE_SIZE } } })),
  });

export const routesOfDriverQuery = (driverId: string) =>
  queryOptions({
    queryKey: [...keys.routes, 'of', driverId],
    queryFn: async () =>
      (await answerOf(api.GET('/v1/routes', { params: { query: { driverId, pageSize: 20 } } }))).items,
  });

export const timetablesQuery = queryOptions({
  queryKey: ['timetables'],
  queryFn: async () => (await answerOf(api.GET('/v1/timetables'))).items,
});

// What the operator's screens read from the platform.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../api/client';
import { keys } from '../api/queries';
import type { RideStatus, TripStatus } from './words/status.text';

const SNAPSHOT_MS = 3_000;
const SLOW_MS = 10_000;
const PAGE_SIZE = 50;

export type Driver = Schemas['Driver'];
export type RouteOfDriver = Schemas['Route'];
export type Approach = Schemas['Approach'];
export type Snapshot = Awaited<ReturnType<typeof readSnapshot>>;

const readSnapshot = () => answerOf(api.GET('/v1/snapshot'));

/** Read again every few seconds, though not while nobody looks. */
export const snapshotQuery = queryOptions({
  queryKey: ['snapshot'],
  queryFn: readSnapshot,
  refetchInterval: SNAPSHOT_MS,
  staleTime: SNAPSHOT_MS,
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
};

export const ridesQuery = (filter: { status?: RideStatus }) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: [...keys.rides, 'list', filter],
    queryFn: ({ pageParam: pageToken }) =>
      answerOf(api.GET('/v1/rides', { params: { query: { ...filter, pageToken, pageSize: PAGE_SIZE } } })),
  });

export const tripsQuery = (filter: { status?: TripStatus; driverId?: string }) =>
  infiniteQueryOptions({
    ...paged,
    queryKey: [...keys.trips, 'list', filter],
    queryFn: ({ pageParam: pageToken }) =>
      answerOf(api.GET('/v1/trips', { params: { query: { ...filter, pageToken, pageSize: PAGE_SIZE } } })),
  });

export const driversQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ['drivers', 'list'],
  queryFn: ({ pageParam: pageToken }) =>
    answerOf(api.GET('/v1/drivers', { params: { query: { pageToken, pageSize: PAGE_SIZE } } })),
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

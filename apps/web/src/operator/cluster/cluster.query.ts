// The state of the platform's cluster.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';

export type ClusterEvent = Schemas['ClusterEvent'];
export type ServiceReplicas = Schemas['ServiceReplicas'];

const REFRESH_MS = 5_000;
const PAGE_SIZE = 30;

/** The last hours, with the start and the end of the interval. Real time, like in the cluster. */
export const replicasQuery = (hours: number) =>
  queryOptions({
    queryKey: ['cluster', 'replicas', hours],
    queryFn: async () => {
      const to = Date.now();
      const from = to - hours * 3_600_000;
      const query = { from: new Date(from).toISOString() };
      return { ...(await answerOf(api.GET('/v1/cluster/replicas', { params: { query } }))), from, to };
    },
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** @param service empty: all of them */
export const clusterEventsQuery = (service: string) =>
  infiniteQueryOptions({
    queryKey: ['cluster', 'events', service],
    initialPageParam: '',
    queryFn: ({ pageParam: pageToken }) =>
      answerOf(api.GET('/v1/cluster/events', { params: { query: { service, pageToken, pageSize: PAGE_SIZE } } })),
    getNextPageParam: ({ nextPageToken }) => nextPageToken,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

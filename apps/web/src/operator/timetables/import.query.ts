// The progress of an import as recorded by the platform, even if the page that started it is closed.
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import { ApiProblem } from '../../api/problem';

const WATCH_MS = 1_000;
/** A new upload is recorded after a short delay. */
const TRIES = 3;

export type Import = Schemas['TimetableImport'];

/** Polled until it has ended. */
export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['imports', importId],
    queryFn: () => answerOf(api.GET('/v1/timetables/imports/{importId}', { params: { path: { importId } } })),
    refetchInterval: ({ state: { data } }) => data?.status === 'running' && WATCH_MS,
    staleTime: 0,
    retry: (count, error) => error instanceof ApiProblem && (error.isPassing || error.status === 404) && count < TRIES,
    retryDelay: WATCH_MS,
  });

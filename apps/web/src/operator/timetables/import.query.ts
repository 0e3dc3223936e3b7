// How far an import is, as the platform notes it, whoever started it and whether or not their page is still open.
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import { ApiProblem } from '../../api/problem';

const WATCH_MS = 1_000;
/** An upload that has just been sent is noted a moment later. */
const TRIES = 3;

export type Import = Schemas['TimetableImport'];

/** Read again until it has ended. */
export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['imports', importId],
    queryFn: () => answerOf(api.GET('/v1/timetables/imports/{importId}', { params: { path: { importId } } })),
    refetchInterval: ({ state: { data } }) => data?.status === 'running' && WATCH_MS,
    staleTime: 0,
    retry: (count, error) => error instanceof ApiProblem && (error.isPassing || error.status === 404) && count < TRIES,
    retryDelay: WATCH_MS,
  });

// The platform's statistics of a day.
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';

const REFRESH_MS = 30_000;

/** @param date `2026-09-23`, or undefined for today at the stations. */
export const statisticsQuery = (date: string | undefined) =>
  queryOptions({
    queryKey: ['statistics', date ?? 'today'],
    queryFn: () => answerOf(api.GET('/v1/statistics/day', { params: { query: { ...(date && { date }) } } })),
    refetchInterval: REFRESH_MS,
    // The current day's numbers stay until those of the other day are loaded.
    placeholderData: (before) => before,
  });

// Queries of the rider's screens.
import { queryOptions } from '@tanstack/react-query';
import { platformNow } from '../api/app-config';
import { answerOf, api, type Schemas } from '../api/client';
import { ApiProblem } from '../api/problem';
import { keys } from '../api/queries';
import { ownId } from '../session/session';
import type { Draft } from './booking/draft';

const MINUTE_MS = 60_000;
/** All changes are pushed; this polling is for lost pushes. */
const LIVE_REFRESH_MS = 15_000;
const HORIZON_MS = 120 * MINUTE_MS;

export type Arrival = Schemas['Arrival'];

export const openRideQuery = queryOptions({
  queryKey: [...keys.rides, 'open'],
  queryFn: async () => {
    // Filtered by rider, because an operator who also rides would see everybody's.
    const query = { riderId: ownId(), openOnly: 'true', pageSize: 1 } as const;
    return (await answerOf(api.GET('/v1/rides', { params: { query } }))).items[0] ?? null;
  },
});

export const rideQuery = (rideId: string) =>
  queryOptions({
    queryKey: [...keys.rides, rideId],
    queryFn: () => answerOf(api.GET('/v1/rides/{rideId}', { params: { path: { rideId } } })),
    refetchInterval: ({ state }) => (state.data?.endTime ? false : LIVE_REFRESH_MS),
  });

/** Null for a person without a rider profile. */
export const riderQuery = queryOptions({
  queryKey: [...keys.me, 'rider'],
  queryFn: async () => {
    try {
      return await answerOf(api.GET('/v1/riders/me'));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }
  },
});

/** Trains of the next two hours, in the platform's time. */
export const arrivalsQuery = (stationId: string, speed: number) =>
  queryOptions({
    queryKey: ['arrivals', stationId],
    queryFn: async () => {
      const now = platformNow();
      const query = {
        from: new Date(now - MINUTE_MS).toISOString(),
        to: new Date(now + HORIZON_MS).toISOString(),
        pageSize: 60,
      };
      const path = { stationId };
      return (await answerOf(api.GET('/v1/stations/{stationId}/arrivals', { params: { path, query } }))).items;
    },
    refetchInterval: Math.max(5_000, (MINUTE_MS / speed) * 0.5),
  });

/** The request body, once everything is chosen. */
export function wishOf({ stationId, trainId, serviceDate, destination, party, maxWaitSeconds }: Draft) {
  if (!stationId || !trainId || !serviceDate || !destination) return undefined;
  return {
    stationId,
    trainId,
    serviceDate,
    destination,
    party,
    pickupPointId: '',
    maxWaitSeconds,
  };
}
export type Wish = NonNullable<ReturnType<typeof wishOf>>;

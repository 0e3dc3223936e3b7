// A driver's commands on trips and stations: one hook per button. Each command can be repeated when the network fails.
import { answerOf, api, keyed, type Trip } from '../../api/client';
import { keys } from '../../api/queries';
import { useConnected } from '../../live/live';
import { useLive } from '../../live/live-context';
import { useCommand } from '../../ui/use-command';
import { driverKeys } from '../driver-queries';
import type { PickupStatus } from './stop.types';

const touches = [keys.trips, keys.routes, driverKeys.approaches];
const onTrip = (tripId: string, key: string) => ({ params: { path: { tripId }, ...keyed(key) } });

/** Sent over the socket when it is open, else by REST; both use the same request id for the same tap. */
export function useAnswerOffer(tripId: string) {
  const live = useLive();
  const isConnected = useConnected();
  return useCommand({
    run: (answer: 'accept' | 'decline', requestId): Promise<Trip> => {
      if (live && isConnected) return live.call<Trip>(`offer:${answer}`, { tripId, requestId });
      const on = onTrip(tripId, requestId);
      return answer === 'accept'
        ? answerOf(api.POST('/v1/trips/{tripId}/accept', { ...on, body: {} }))
        : answerOf(api.POST('/v1/trips/{tripId}/decline', { ...on, body: { reason: '' } }));
    },
    touches,
  });
}

/** The driver has arrived at a station: its riders are notified. */
export function useArrive(routeId: string) {
  return useCommand({
    run: async ({ stationId, tripIds }: { stationId: string; tripIds: readonly string[] }, key) => {
      await putPickupStatus({ routeId, stationId }, 'arrived', `${key}-station`);
      for (const tripId of tripIds) {
        await answerOf(api.POST('/v1/trips/{tripId}/arrive', { ...onTrip(tripId, `${key}-${tripId}`), body: {} }));
      }
    },
    touches,
  });
}

/** The driver leaves a station or skips it: nobody is matched there any more. */
export function useLeaveStation(routeId: string) {
  return useCommand({
    run: ({ stationId, pickupStatus }: { stationId: string; pickupStatus: 'departed' | 'skipped' }, key) =>
      putPickupStatus({ routeId, stationId }, pickupStatus, key),
    touches,
  });
}

export function useBoard(tripId: string) {
  return useCommand({
    run: (pin: string, key) =>
      answerOf(api.POST('/v1/trips/{tripId}/pickup', { ...onTrip(tripId, key), body: { pin } })),
    touches,
  });
}

export type TripEnd = 'dropoff' | 'no-show' | 'cancel';

export function useEndTrip(tripId: string) {
  return useCommand({
    run: (end: TripEnd, key): Promise<Trip> => {
      const on = onTrip(tripId, key);
      if (end === 'cancel') return answerOf(api.POST('/v1/trips/{tripId}/cancel', { ...on, body: { reason: '' } }));
      return answerOf(api.POST(`/v1/trips/{tripId}/${end}`, { ...on, body: {} }));
    },
    touches,
  });
}

function putPickupStatus(stop: { routeId: string; stationId: string }, pickupStatus: PickupStatus, key: string) {
  const path = '/v1/routes/{routeId}/stops/{stationId}/pickup-status';
  return answerOf(api.PUT(path, { params: { path: stop, ...keyed(key) }, body: { pickupStatus } }));
}

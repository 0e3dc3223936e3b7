// The stage of a ride, as its rider sees it.
import type { Ride } from '../../api/client';

type Status = NonNullable<Ride['status']>;

/** The stages in order. */
export const STAGES = ['requested', 'found', 'here', 'aboard', 'done'] as const;
export type Stage = (typeof STAGES)[number];

/** Undefined for rides that ended without arriving, and for unknown statuses. */
export function stageOf(status: Ride['status']): Stage | undefined {
  switch (status) {
    case 'waiting':
    case 'offered':
      return 'requested';
    case 'scheduled':
      return 'found';
    case 'arrived':
      return 'here';
    case 'active':
      return 'aboard';
    case 'completed':
      return 'done';
    case 'cancelled':
    case 'expired':
    case 'no_show':
    case undefined:
      return undefined;
  }
}

const ENDED: readonly Status[] = ['completed', 'cancelled', 'expired', 'no_show'];
export const isEnded = ({ status }: Ride): boolean => status !== undefined && ENDED.includes(status);

/** Whether the car may be shown: from the match to the drop-off. */
export const hasCar = ({ status }: Ride): boolean =>
  status === 'scheduled' || status === 'arrived' || status === 'active';

/** Cancelling is possible until the rider is in the car. */
export const canCancel = (ride: Ride): boolean => !isEnded(ride) && ride.status !== 'active';

/** A driver was found before, but is not coming any more. */
export const isWaitingAgain = ({ status, tripId }: Ride): boolean => status === 'waiting' && Boolean(tripId);

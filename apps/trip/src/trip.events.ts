// What the ledger tells the world: one event for each new status of a trip, or new place in the plan, never with its PIN.
import { RideClosed, TripEvent } from '@lastmile/contracts';
import type { NewEvent } from '@lastmile/events';
import type { Change } from './trip.state.js';
import { toWireParty, toWireTrip } from './trip.wire.js';

/** `trip.<status>`, with the trip as it is after the change. */
export function tripEvent({ trip, actor, reopensRide, time }: Omit<Change, 'before' | 'refusal'>): NewEvent {
  return {
    type: `trip.${trip.status}`,
    aggregateId: trip.tripId,
    version: trip.version,
    time,
    data: TripEvent.toJSON({ trip: toWireTrip(trip), actor: toWireParty(actor), rideReopened: reopensRide }),
  };
}

/** `trip.replanned`: riders who joined changed the order or the times of the drop-offs. */
export const replannedEvent = (change: Change): NewEvent => ({ ...tripEvent(change), type: 'trip.replanned' });

/** `trip.ride_closed`. A ride closes once, so there is only a first version. */
export const rideClosedEvent = (rideId: string, cancelled: boolean, time: Date): NewEvent => ({
  type: 'trip.ride_closed',
  aggregateId: rideId,
  version: 1,
  time,
  data: RideClosed.toJSON({ rideId, cancelled, time }),
});

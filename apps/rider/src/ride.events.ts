// What the rider service tells the world.
import { RideEvent } from '@lastmile/contracts';
import type { NewEvent } from '@lastmile/events';
import type { Told } from './ride.state.js';
import type { Ride } from './ride.types.js';
import { toWireRide } from './ride.wire.js';

/** `rider.ride_<what>`, with the ride as it is after the change. */
export const rideEvent = (what: Told | 'requested', ride: Ride, time: Date): NewEvent => ({
  type: `rider.ride_${what}`,
  aggregateId: ride.rideId,
  version: ride.version,
  time,
  data: RideEvent.toJSON({ ride: toWireRide(ride) }),
});

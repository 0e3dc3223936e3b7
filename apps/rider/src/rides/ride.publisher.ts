// Publishes each change of a ride that other services need to know, in the transaction that stores the change; sets and
// cancels the expiry timer in the same transaction.
import { Injectable } from '@nestjs/common';
import { RideEvent } from '@lastmile/contracts';
import { EventBus, Timers } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';
import { EXPIRY_TIMER, type Ride } from '../rider.types.js';
import { toWireRide } from '../rider.wire.js';
import type { RideEventKind } from './ride.state.js';

@Injectable()
export class RidePublisher {
  constructor(
    private readonly events: EventBus,
    private readonly timers: Timers,
  ) {}

  /** `rider.ride_<news>`, with the ride as it is after the change. */
  async changed(tx: Transaction, news: RideEventKind | 'requested', ride: Ride, time: Date): Promise<void> {
    await this.events.publish(tx, {
      type: `rider.ride_${news}`,
      aggregateId: ride.rideId,
      version: ride.version,
      time,
      data: RideEvent.toJSON({ ride: toWireRide(ride) }),
    });
  }

  /** The timer fires when the rider's limit passes. Setting it again replaces it. */
  setExpiryTimer(tx: Transaction, { rideId, latestPickupTime }: Ride): Promise<void> {
    return this.timers.schedule(tx, {
      key: timerKey(rideId),
      name: EXPIRY_TIMER,
      at: latestPickupTime,
      data: { rideId },
    });
  }

  /** The ride is over, so its timer is not needed any more. */
  async cancelExpiryTimer(tx: Transaction, rideId: string): Promise<void> {
    await this.timers.cancel(tx, timerKey(rideId));
  }
}

const timerKey = (rideId: string): string => `${EXPIRY_TIMER}:${rideId}`;

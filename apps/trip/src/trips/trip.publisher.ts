// Publishes changes of trips in the transaction that stores them: one event for each new status or new place in the
// plan, never with the PIN. The timers of offers are set in the same statement.
import { Injectable } from '@nestjs/common';
import { RideClosed, TripEvent } from '@lastmile/contracts';
import { Outbox, Timers, type NewEvent, type Timer } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';
import { toWireActor, toWireTrip } from '../trip.wire.js';
import { OFFER_TIMER, type Trip } from '../trip.types.js';
import type { Change } from './trip.state.js';

type Published = Omit<Change, 'before' | 'refusal'>;

@Injectable()
export class TripPublisher {
  constructor(
    private readonly outbox: Outbox,
    private readonly timers: Timers,
  ) {}

  /** Publishes new trips, and sets the timers of those that are offered. */
  async created(tx: Transaction, trips: readonly Trip[]): Promise<void> {
    const events = trips.map((trip) =>
      tripEvent({ trip, actor: 'platform', time: trip.createTime, reopensRide: false }),
    );
    const offers = trips.flatMap(({ tripId, offerExpireTime }): Timer[] =>
      offerExpireTime ? [{ key: timerKey(tripId), name: OFFER_TIMER, at: offerExpireTime, data: { tripId } }] : [],
    );
    await this.outbox.send(tx, events, offers);
  }

  /** `trip.<status>`, with the trip as it is after the change. */
  async changed(tx: Transaction, change: Change): Promise<void> {
    await this.outbox.send(tx, [tripEvent(change)], []);
  }

  /** `trip.replanned`: riders who joined changed the order or the times of the drop-offs. */
  async replanned(tx: Transaction, change: Change): Promise<void> {
    await this.outbox.send(tx, [{ ...tripEvent(change), type: 'trip.replanned' }], []);
  }

  /** `trip.ride_closed`. A ride closes once, so there is only a first version. */
  async rideClosed(tx: Transaction, rideId: string, cancelled: boolean, time: Date): Promise<void> {
    const data = RideClosed.toJSON({ rideId, cancelled, time });
    await this.outbox.send(tx, [{ type: 'trip.ride_closed', aggregateId: rideId, version: 1, time, data }], []);
  }

  /** The offer was answered or withdrawn, so its timer is not needed any more. */
  async cancelOfferTimer(tx: Transaction, tripId: string): Promise<void> {
    await this.timers.cancel(tx, timerKey(tripId));
  }
}

const tripEvent = ({ trip, actor, reopensRide, time }: Published): NewEvent => ({
  type: `trip.${trip.status}`,
  aggregateId: trip.tripId,
  version: trip.version,
  time,
  data: TripEvent.toJSON({ trip: toWireTrip(trip), actor: toWireActor(actor), rideReopened: reopensRide }),
});

const timerKey = (tripId: string): string => `${OFFER_TIMER}:${tripId}`;

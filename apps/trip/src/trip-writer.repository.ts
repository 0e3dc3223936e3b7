// Writes what pure functions decided about trips: the row, its history, its event, its timer, and what it means for the ride.
import { Injectable } from '@nestjs/common';
import { Outbox, Timers, type Timer } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';
import { closeClaim, excludeDriver } from './ride-claim.repository.js';
import { outcomeForRide } from './ride-claim.state.js';
import { replannedEvent, tripEvent } from './trip.events.js';
import type { Change } from './trip.state.js';
import { insertHistory, insertTrips, updateTrips } from './trip-rows.repository.js';
import type { Trip } from './trip.types.js';

/** The durable timer that ends an unanswered offer; its data is `{ tripId }`. */
export const OFFER_TIMER = 'offer-expiry';

@Injectable()
export class TripWriter {
  constructor(
    private readonly outbox: Outbox,
    private readonly timers: Timers,
  ) {}

  /** New trips, whose load and rides are locked. */
  async insert(tx: Transaction, trips: readonly Trip[]): Promise<void> {
    if (trips.length === 0) return;
    const births = trips.map((trip) => ({
      trip,
      actor: 'platform' as const,
      time: trip.createTime,
      reopensRide: false,
    }));
    await insertTrips(tx, trips);
    const offers = trips.flatMap(({ tripId, offerExpireTime }): Timer[] =>
      offerExpireTime ? [{ key: timerKey(tripId), name: OFFER_TIMER, at: offerExpireTime, data: { tripId } }] : [],
    );
    await this.outbox.send(tx, births.map(tripEvent), offers);
  }

  /** A changed trip, locked. Does nothing for a command that changed nothing. */
  async record(tx: Transaction, change: Change): Promise<void> {
    const { before, trip } = change;
    if (trip === before) return;
    await updateTrips(tx, [trip]);
    if (trip.version === before.version) return; // a wrong PIN was counted
    await insertHistory(tx, [change]);
    if (trip.status === before.status) {
      if (isReplanned(change)) await this.outbox.send(tx, [replannedEvent(change)], []);
      return;
    }
    if (before.status === 'offered') await this.timers.cancel(tx, timerKey(trip.tripId));
    const outcome = outcomeForRide(change);
    if (outcome === 'waits') await excludeDriver(tx, trip.rideId, trip.driverId);
    if (outcome === 'over') await closeClaim(tx, trip.rideId);
    await this.outbox.send(tx, [tripEvent(change)], []);
  }
}

const isReplanned = ({ before, trip }: Change): boolean =>
  trip.dropoffOrder !== before.dropoffOrder || +trip.dropoffTime !== +before.dropoffTime;

const timerKey = (tripId: string): string => `${OFFER_TIMER}:${tripId}`;

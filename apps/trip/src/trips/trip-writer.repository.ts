// Writes what pure functions decided about trips: the row, its history, its event, its timer, and the effect on the
// ride.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@lastmile/postgres';
import type { Trip } from '../trip.types.js';
import { closeClaim, excludeDriver } from './ride-claim.repository.js';
import { outcomeForRide } from './ride-claim.state.js';
import { TripPublisher } from './trip.publisher.js';
import type { Change } from './trip.state.js';
import { insertHistory, insertTrips, updateTrips } from './trip-rows.repository.js';

@Injectable()
export class TripWriter {
  constructor(private readonly publisher: TripPublisher) {}

  /** Inserts trips. Their route load and rides must be locked. */
  async insert(tx: Transaction, trips: readonly Trip[]): Promise<void> {
    if (trips.length === 0) return;
    await insertTrips(tx, trips);
    await this.publisher.created(tx, trips);
  }

  /** Stores a changed trip, which must be locked. Does nothing if the command changed nothing. */
  async record(tx: Transaction, change: Change): Promise<void> {
    const { before, trip } = change;
    if (trip === before) return;
    await updateTrips(tx, [trip]);
    if (trip.version === before.version) return; // only a wrong PIN was counted
    await insertHistory(tx, [change]);
    if (trip.status === before.status) {
      if (isReplanned(change)) await this.publisher.replanned(tx, change);
      return;
    }
    if (before.status === 'offered') await this.publisher.cancelOfferTimer(tx, trip.tripId);
    const outcome = outcomeForRide(change);
    if (outcome === 'waits') await excludeDriver(tx, trip.rideId, trip.driverId);
    if (outcome === 'over') await closeClaim(tx, trip.rideId);
    await this.publisher.changed(tx, change);
  }
}

const isReplanned = ({ before, trip }: Change): boolean =>
  trip.dropoffOrder !== before.dropoffOrder || trip.dropoffTime.getTime() !== before.dropoffTime.getTime();

// Listens for trips of the ledger: which riders expect the car or are aboard, and which seats are free. Each event has
// the whole trip, so all are handled alike; the version decides whether it is newer than the stored trip.
import { Injectable } from '@nestjs/common';
import { TripEvent } from '@lastmile/contracts';
import { OnEvents } from '@lastmile/events';
import { PositionService } from '../fixes/position.service.js';
import { toTripUpdate } from './trip.wire.js';

@Injectable()
export class TripListener {
  constructor(private readonly positions: PositionService) {}

  @OnEvents(
    [
      'trip.offered',
      'trip.scheduled',
      'trip.replanned',
      'trip.arrived',
      'trip.active',
      'trip.completed',
      'trip.declined',
      'trip.expired',
      'trip.cancelled',
      'trip.no_show',
    ],
    TripEvent,
  )
  async follow({ trip }: TripEvent): Promise<void> {
    if (!trip) throw new TypeError('a trip event without a trip');
    await this.positions.followTrip(toTripUpdate(trip));
  }
}

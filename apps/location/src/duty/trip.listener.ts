// Trips as the ledger publishes them: who expects the car, who is aboard, which seats are free. Each event carries the whole
// trip, so all are handled alike; its version decides whether it is newer than what is stored.
import { Injectable } from '@nestjs/common';
import { TripEvent } from '@lastmile/contracts';
import { OnEvent } from '@lastmile/events';
import { PositionService } from '../fixes/position.service.js';
import { toTripNews } from './trip.wire.js';

@Injectable()
export class TripListener {
  constructor(private readonly positions: PositionService) {}

  @OnEvent('trip.offered', TripEvent)
  async offered(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.scheduled', TripEvent)
  async scheduled(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.replanned', TripEvent)
  async replanned(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.arrived', TripEvent)
  async arrived(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.active', TripEvent)
  async active(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.completed', TripEvent)
  async completed(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.declined', TripEvent)
  async declined(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.expired', TripEvent)
  async expired(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.cancelled', TripEvent)
  async cancelled(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  @OnEvent('trip.no_show', TripEvent)
  async noShow(message: TripEvent): Promise<void> {
    await this.follow(message);
  }

  private async follow({ trip }: TripEvent): Promise<void> {
    if (!trip) throw new TypeError('a trip event without a trip');
    await this.positions.followTrip(toTripNews(trip));
  }
}

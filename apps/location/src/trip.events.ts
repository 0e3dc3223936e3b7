// What the ledger tells of trips: who expects the car, who is aboard, which seats are free. Whatever happened, the trip says
// it all, so every event is handled alike; versions decide which one counts.
import { Injectable } from '@nestjs/common';
import { TripEvent } from '@lastmile/contracts';
import { OnEvent } from '@lastmile/events';
import { LocationService } from './location.service.js';
import { TripRepository } from './trip.repository.js';
import { toTripNews } from './trip.wire.js';

@Injectable()
export class TripEvents {
  constructor(
    private readonly trips: TripRepository,
    private readonly locations: LocationService,
  ) {}

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
    await this.trips.apply(toTripNews(trip));
    await this.locations.revise(trip.driverId);
  }
}

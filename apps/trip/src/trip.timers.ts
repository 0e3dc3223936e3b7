// The durable timer behind every offer.
import { Injectable } from '@nestjs/common';
import { OnTimer } from '@lastmile/events';
import { TripService } from './trip.service.js';
import { OFFER_TIMER } from './trip-writer.repository.js';

@Injectable()
export class TripTimers {
  constructor(private readonly trips: TripService) {}

  @OnTimer(OFFER_TIMER)
  expireOffer({ tripId }: { tripId: string }): Promise<void> {
    return this.trips.expireOffer(tripId);
  }
}

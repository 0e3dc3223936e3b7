// Runs the durable timers of offers.
import { Injectable } from '@nestjs/common';
import { OnTimer } from '@lastmile/events';
import { OFFER_TIMER } from '../trip.types.js';
import { TripService } from './trip.service.js';

@Injectable()
export class TripJobs {
  constructor(private readonly trips: TripService) {}

  @OnTimer(OFFER_TIMER)
  expireOffer({ tripId }: { tripId: string }): Promise<void> {
    return this.trips.expireOffer(tripId);
  }
}

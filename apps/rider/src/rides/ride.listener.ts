// What the rider service hears: the steps of its rides' trips. All may come twice and late.
import { Injectable } from '@nestjs/common';
import { RideClosed, TripEvent } from '@lastmile/contracts';
import { OnEvent } from '@lastmile/events';
import { RideService } from './ride.service.js';
import { toTripStep } from '../rider.wire.js';

@Injectable()
export class RideListener {
  constructor(private readonly rides: RideService) {}

  @OnEvent('trip.offered', TripEvent)
  offered(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.scheduled', TripEvent)
  scheduled(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.arrived', TripEvent)
  arrived(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.active', TripEvent)
  active(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.completed', TripEvent)
  completed(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.declined', TripEvent)
  declined(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.expired', TripEvent)
  expired(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.cancelled', TripEvent)
  cancelled(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.no_show', TripEvent)
  noShow(event: TripEvent): Promise<void> {
    return this.follow(event);
  }

  @OnEvent('trip.ride_closed', RideClosed)
  rideClosed({ rideId, cancelled }: RideClosed): Promise<void> {
    return this.rides.followClosing(rideId, cancelled);
  }

  private async follow({ trip, rideReopened }: TripEvent): Promise<void> {
    if (trip) await this.rides.followTrip(toTripStep(trip, rideReopened));
  }
}

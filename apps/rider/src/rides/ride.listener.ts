// Listens for events of trips that change rides. Each may arrive twice and late.
import { Injectable } from '@nestjs/common';
import { RideClosed, TripEvent } from '@lastmile/contracts';
import { OnEvent, OnEvents } from '@lastmile/events';
import { RideService } from './ride.service.js';
import { toTripStep } from '../rider.wire.js';

@Injectable()
export class RideListener {
  constructor(private readonly rides: RideService) {}

  @OnEvents(
    [
      'trip.offered',
      'trip.scheduled',
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
  async follow({ trip, rideReopened }: TripEvent): Promise<void> {
    if (trip) await this.rides.followTrip(toTripStep(trip, rideReopened));
  }

  @OnEvent('trip.ride_closed', RideClosed)
  rideClosed({ rideId, cancelled }: RideClosed): Promise<void> {
    return this.rides.followClosing(rideId, cancelled);
  }
}

// Runs the timer of rides. It may fire twice and late.
import { Injectable } from '@nestjs/common';
import { OnTimer } from '@lastmile/events';
import { EXPIRY_TIMER } from '../rider.types.js';
import { RideService } from './ride.service.js';

@Injectable()
export class RideJobs {
  constructor(private readonly rides: RideService) {}

  @OnTimer(EXPIRY_TIMER)
  limitPassed({ rideId }: { rideId: string }): Promise<void> {
    return this.rides.expire(rideId);
  }
}

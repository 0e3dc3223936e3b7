// Rides that wait for a car: who approaches their station is matched at once. Events may come twice and late, which only costs
// another plan.
import { Injectable } from '@nestjs/common';
import { RideEvent } from '@lastmile/contracts';
import { OnEvent } from '@lastmile/events';
import { MatchTriggerService } from './match-trigger.service.js';

@Injectable()
export class RideListener {
  constructor(private readonly triggers: MatchTriggerService) {}

  @OnEvent('rider.ride_requested', RideEvent)
  async rideRequested({ ride }: RideEvent): Promise<void> {
    if (ride) await this.triggers.riderWaits(ride.stationId);
  }

  @OnEvent('rider.ride_reopened', RideEvent)
  async rideReopened({ ride }: RideEvent): Promise<void> {
    if (ride) await this.triggers.riderWaits(ride.stationId);
  }
}

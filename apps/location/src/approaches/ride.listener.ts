// Listens for rides that wait for a car: cars that approach their station are matched immediately. Events may come
// twice and late, which only costs another plan.
import { Injectable } from '@nestjs/common';
import { RideEvent } from '@lastmile/contracts';
import { OnEvents } from '@lastmile/events';
import { MatchTriggerService } from './match-trigger.service.js';

@Injectable()
export class RideListener {
  constructor(private readonly triggers: MatchTriggerService) {}

  @OnEvents(['rider.ride_requested', 'rider.ride_reopened'], RideEvent)
  async rideWaits({ ride }: RideEvent): Promise<void> {
    if (ride) await this.triggers.riderWaits(ride.stationId);
  }
}

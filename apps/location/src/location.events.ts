// What location hears from other services. All handlers may run twice and late: versions decide what counts.
import { Injectable } from '@nestjs/common';
import { RideEvent, RouteEvent } from '@lastmile/contracts';
import { OnEvent, type EventEnvelope } from '@lastmile/events';
import { LocationService } from './location.service.js';
import { MatchTriggerService } from './match-trigger.service.js';
import { toRoute } from './route.wire.js';
import { WatchService } from './watch.service.js';

@Injectable()
export class LocationEvents {
  constructor(
    private readonly watches: WatchService,
    private readonly triggers: MatchTriggerService,
    private readonly locations: LocationService,
  ) {}

  @OnEvent('driver.route_started', RouteEvent)
  async routeStarted(message: RouteEvent, event: EventEnvelope): Promise<void> {
    await this.follow(message, event);
  }

  /** More seats, or a larger detour budget, may serve riders who wait. */
  @OnEvent('driver.route_updated', RouteEvent)
  async routeUpdated(message: RouteEvent, event: EventEnvelope): Promise<void> {
    await this.follow(message, event);
    if (message.route) await this.locations.revise(message.route.driverId);
    await this.matchAgain(message);
  }

  @OnEvent('driver.pickup_status_updated', RouteEvent)
  async pickupStatusUpdated(message: RouteEvent, event: EventEnvelope): Promise<void> {
    await this.follow(message, event);
    await this.matchAgain(message);
  }

  @OnEvent('driver.route_finished', RouteEvent)
  async routeFinished(message: RouteEvent, event: EventEnvelope): Promise<void> {
    await this.follow(message, event);
  }

  @OnEvent('rider.ride_requested', RideEvent)
  async rideRequested({ ride }: RideEvent): Promise<void> {
    if (ride) await this.triggers.riderWaits(ride.stationId);
  }

  @OnEvent('rider.ride_reopened', RideEvent)
  async rideReopened({ ride }: RideEvent): Promise<void> {
    if (ride) await this.triggers.riderWaits(ride.stationId);
  }

  private async follow({ route }: RouteEvent, { time }: EventEnvelope): Promise<void> {
    if (route) await this.watches.follow(toRoute(route), time);
  }

  private async matchAgain({ route }: RouteEvent): Promise<void> {
    if (route) await this.triggers.routeChanged(route.driverId);
  }
}

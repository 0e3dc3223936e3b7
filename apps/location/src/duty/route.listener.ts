// Listens for routes of drivers on duty. Events may come twice and late: the route's version decides whether one is
// newer than the stored route.
import { Injectable } from '@nestjs/common';
import { RouteEvent } from '@lastmile/contracts';
import { OnEvent, type EventEnvelope } from '@lastmile/events';
import { PositionService } from '../fixes/position.service.js';
import { MatchTriggerService } from '../approaches/match-trigger.service.js';
import { toRoute } from './route.wire.js';
import { DutyService } from './duty.service.js';

@Injectable()
export class RouteListener {
  constructor(
    private readonly duties: DutyService,
    private readonly triggers: MatchTriggerService,
    private readonly positions: PositionService,
  ) {}

  @OnEvent('driver.route_started', RouteEvent)
  async routeStarted(message: RouteEvent, event: EventEnvelope): Promise<void> {
    await this.follow(message, event);
  }

  /** Waiting riders may fit now, with more seats or a larger detour budget. */
  @OnEvent('driver.route_updated', RouteEvent)
  async routeUpdated(message: RouteEvent, event: EventEnvelope): Promise<void> {
    await this.follow(message, event);
    if (message.route) await this.positions.revise(message.route.driverId);
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

  private async follow({ route }: RouteEvent, { time }: EventEnvelope): Promise<void> {
    if (route) await this.duties.follow(toRoute(route), time);
  }

  private async matchAgain({ route }: RouteEvent): Promise<void> {
    if (route) await this.triggers.routeChanged(route.driverId);
  }
}

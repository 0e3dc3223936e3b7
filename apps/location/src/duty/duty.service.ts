// Keeps duties up to date with the routes of the driver service.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { DriverClient } from './driver.client.js';
import type { Doubt, Route, Duty } from '../location.types.js';
import { StationClient } from './station.client.js';
import { DutyRepository } from './duty.repository.js';

@Injectable()
export class DutyService {
  constructor(
    private readonly duties: DutyRepository,
    private readonly drivers: DriverClient,
    private readonly stations: StationClient,
    private readonly clock: Clock,
  ) {}

  /** Stores a route that the driver service published at `time`; older versions change nothing. */
  async follow(route: Route, time: Date): Promise<void> {
    const timeZones = new Map<string, string>();
    if (route.onDuty) {
      const names = await Promise.all(route.stops.map(({ stationId }) => this.stations.timeZone(stationId)));
      route.stops.forEach(({ stationId }, i) => timeZones.set(stationId, names[i] as string));
    }
    await this.duties.apply(route, time, timeZones);
  }

  /**
   * The driver's duty. A driver may send the first fix before the event of the route's start has arrived; then the
   * driver service is called. Undefined when there is no started route.
   */
  async find(driverId: string): Promise<Duty | undefined> {
    const duty = await this.duties.find(driverId);
    if (duty) return duty;
    const route = await this.drivers.startedRoute(driverId);
    if (!route) return undefined;
    // Another replica or the event may have stored it first, so read the stored duty again.
    await this.follow(route, this.clock.now());
    return this.duties.find(driverId);
  }

  /** The same without calling the driver service. */
  findKnown(driverId: string): Promise<Duty | undefined> {
    return this.duties.find(driverId);
  }

  /** Stores a doubtful position that later fixes may confirm. */
  saveDoubt(duty: Duty, doubt: Doubt | undefined): Promise<void> {
    return this.duties.saveDoubt(duty, doubt);
  }
}

// Keeps the watches in step with the driver service's routes.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { DriverClient } from './driver.client.js';
import type { Doubt, Route, Watch } from './location.types.js';
import { StationClient } from './station.client.js';
import { WatchRepository } from './watch.repository.js';

@Injectable()
export class WatchService {
  constructor(
    private readonly watches: WatchRepository,
    private readonly drivers: DriverClient,
    private readonly stations: StationClient,
    private readonly clock: Clock,
  ) {}

  /** Takes over what the driver service tells about a route at `time`; older versions change nothing. */
  async follow(route: Route, time: Date): Promise<void> {
    const timeZones = new Map<string, string>();
    if (route.onDuty) {
      const names = await Promise.all(route.stops.map(({ stationId }) => this.stations.timeZone(stationId)));
      route.stops.forEach(({ stationId }, i) => timeZones.set(stationId, names[i] as string));
    }
    await this.watches.apply(route, time, timeZones);
  }

  /**
   * The driver's watch. A driver may send its first fix before the event of its start has come: then the driver service
   * is asked. Undefined when there is no started route.
   */
  async find(driverId: string): Promise<Watch | undefined> {
    const watch = await this.watches.find(driverId);
    if (watch) return watch;
    const route = await this.drivers.startedRoute(driverId);
    if (!route) return undefined;
    // Another replica, or the event, may have been quicker: what counts is what is stored now.
    await this.follow(route, this.clock.now());
    return this.watches.find(driverId);
  }

  /** The same without asking the driver service. */
  findKnown(driverId: string): Promise<Watch | undefined> {
    return this.watches.find(driverId);
  }

  /** Remembers what may still be confirmed. */
  saveDoubt(watch: Watch, doubt: Doubt | undefined): Promise<void> {
    return this.watches.saveDoubt(watch, doubt);
  }
}

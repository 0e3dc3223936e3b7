// One stream to the location service for all trip rooms of this process.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import type { DriverLocation, WatchLocationsRequest, WatchLocationsResponse } from '@lastmile/contracts';
import { createLogger } from '@lastmile/telemetry';
import { Clients } from '../gateway.clients.js';
import { inMessagesOf, ReopeningStream } from './reopening-stream.js';

/** As many as the service takes at once. */
const DRIVERS_PER_MESSAGE = 500;

type Deliver = (location: DriverLocation) => void;

@Injectable()
export class CarStream {
  private readonly watchers = new Map<string, Set<Deliver>>();
  private readonly stream: ReopeningStream<WatchLocationsRequest, WatchLocationsResponse>;

  constructor(clients: Clients) {
    this.stream = new ReopeningStream<WatchLocationsRequest, WatchLocationsResponse>({
      name: 'locations',
      logger: createLogger({ service: 'gateway' }),
      open: () => clients.locations.stream.watchLocations({ caller: asService('gateway') }),
      greeting: () =>
        inMessagesOf(DRIVERS_PER_MESSAGE, [...this.watchers.keys()]).map((addDriverIds) => ({
          addDriverIds,
          removeDriverIds: [],
        })),
      receive: ({ location }) => {
        if (location) for (const deliver of this.watchers.get(location.driverId) ?? []) deliver(location);
      },
    });
  }

  /** Delivers each change of the driver's position. Returns how to stop. */
  watch(driverId: string, deliver: Deliver): () => void {
    const all = this.watchers.get(driverId) ?? new Set();
    all.add(deliver);
    this.watchers.set(driverId, all);
    if (all.size === 1) this.stream.send({ addDriverIds: [driverId], removeDriverIds: [] });
    return () => {
      all.delete(deliver);
      if (all.size > 0 || this.watchers.get(driverId) !== all) return;
      this.watchers.delete(driverId);
      this.stream.send({ addDriverIds: [], removeDriverIds: [driverId] });
    };
  }

  close(): void {
    this.stream.close();
  }
}

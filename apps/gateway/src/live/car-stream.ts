// One stream to the location service for all trip rooms and areas of this process.
import { Injectable, Logger } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import type {
  AreaChange,
  DriverLocation,
  WatchedArea,
  WatchLocationsRequest,
  WatchLocationsResponse,
} from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import { Clients } from '../gateway.client.js';
import { inMessagesOf, ReopeningStream } from './reopening-stream.js';

/** Limit of the location service for one message. */
const ITEMS_PER_MESSAGE = 500;
/** Limit of the location service for one stream. */
const MOST_DRIVERS = 10_000;
const MOST_AREAS = 1_000;
const NOTHING: WatchLocationsRequest = { addDriverIds: [], removeDriverIds: [], addAreas: [], removeAreaIds: [] };

type Deliver = (location: DriverLocation) => void;

/** Events of a watched area. */
export interface AreaEvents {
  changed(change: AreaChange): void;
  /** The stream has reconnected: all present drivers are sent again, but not who left meanwhile. */
  reset(): void;
}

@Injectable()
export class CarStream {
  private readonly logger = new Logger(CarStream.name);
  private readonly watchers = new Map<string, Set<Deliver>>();
  private readonly areas = new Map<string, { readonly area: WatchedArea; readonly events: AreaEvents }>();
  private readonly stream: ReopeningStream<WatchLocationsRequest, WatchLocationsResponse>;

  constructor(clients: Clients) {
    this.stream = new ReopeningStream<WatchLocationsRequest, WatchLocationsResponse>({
      name: 'locations',
      logger: this.logger,
      open: () => clients.locations.stream.watchLocations({ caller: asService('gateway') }),
      greeting: () => this.greeting(),
      receive: ({ location, areaChange, refusedDriverIds, refusedAreaIds }) => {
        // Not expected, because the same limits are checked here. Refused drivers and areas are not shown; all others
        // are.
        const refused = refusedDriverIds.length + refusedAreaIds.length;
        if (refused > 0) this.logger.warn({ refused }, 'cars or areas are not shown: too many at once');
        if (location) for (const deliver of this.watchers.get(location.driverId) ?? []) deliver(location);
        if (areaChange) this.areas.get(areaChange.areaId)?.events.changed(areaChange);
      },
    });
  }

  /**
   * Delivers each change of the driver's position. Returns a function that stops it.
   *
   * @throws DomainError resource_exhausted TOO_MANY_DRIVERS
   */
  watch(driverId: string, deliver: Deliver): () => void {
    const known = this.watchers.get(driverId);
    if (!known && this.watchers.size >= MOST_DRIVERS) {
      throw new DomainError('resource_exhausted', 'TOO_MANY_DRIVERS', `at most ${MOST_DRIVERS} cars at once`);
    }
    const all = known ?? new Set<Deliver>();
    all.add(deliver);
    this.watchers.set(driverId, all);
    if (all.size === 1) this.stream.send({ ...NOTHING, addDriverIds: [driverId] });
    return () => {
      all.delete(deliver);
      if (all.size > 0 || this.watchers.get(driverId) !== all) return;
      this.watchers.delete(driverId);
      this.stream.send({ ...NOTHING, removeDriverIds: [driverId] });
    };
  }

  /**
   * Delivers drivers with free seats in a circle, starting with those already there. Returns a function that stops it.
   *
   * @throws DomainError resource_exhausted TOO_MANY_AREAS
   */
  watchArea(area: WatchedArea, events: AreaEvents): () => void {
    if (this.areas.size >= MOST_AREAS) {
      throw new DomainError('resource_exhausted', 'TOO_MANY_AREAS', `at most ${MOST_AREAS} areas at once`);
    }
    this.areas.set(area.areaId, { area, events });
    this.stream.send({ ...NOTHING, addAreas: [area] });
    return () => {
      if (this.areas.delete(area.areaId)) this.stream.send({ ...NOTHING, removeAreaIds: [area.areaId] });
    };
  }

  close(): void {
    this.stream.close();
  }

  private greeting(): WatchLocationsRequest[] {
    const areas = [...this.areas.values()];
    areas.forEach(({ events }) => events.reset());
    return [
      ...inMessagesOf(ITEMS_PER_MESSAGE, [...this.watchers.keys()]).map((addDriverIds) => ({
        ...NOTHING,
        addDriverIds,
      })),
      ...inMessagesOf(ITEMS_PER_MESSAGE, areas).map((some) => ({ ...NOTHING, addAreas: some.map(({ area }) => area) })),
    ];
  }
}

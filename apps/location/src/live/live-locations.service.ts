// Streams of drivers' positions: which stream of this replica follows which driver.
import { Injectable, Logger } from '@nestjs/common';
import type { StoredLocation } from '../location.types.js';
import { isNewer } from './newest-wins.js';
import { PositionFeed } from './position.feed.js';
import { PositionRepository } from '../fixes/position.repository.js';

export type Emit = (location: StoredLocation) => void;

/** Maximum drivers per stream. */
export const MAX_DRIVERS = 10_000;

@Injectable()
export class LiveLocationsService {
  private readonly logger = new Logger(LiveLocationsService.name);
  private readonly byDriver = new Map<string, Set<Subscription>>();

  constructor(
    private readonly positions: PositionRepository,
    feed: PositionFeed,
  ) {
    feed.onChange((location) => this.byDriver.get(location.driverId)?.forEach((each) => each.offer(location)));
    feed.onResume(() => {
      this.present([...this.byDriver.keys()]).catch((err: unknown) => this.logger.warn({ err }, 'positions not read'));
    });
  }

  /** `emit` gets each driver's positions in order, starting with the current one. */
  subscribe(emit: Emit): Subscription {
    return new Subscription(emit, this.byDriver, (driverIds) => this.present(driverIds));
  }

  private async present(driverIds: readonly string[]): Promise<void> {
    for (const location of await this.positions.list(driverIds)) {
      this.byDriver.get(location.driverId)?.forEach((each) => each.offer(location));
    }
  }
}

export class Subscription {
  /** The newest position sent, by driver. */
  private readonly newest = new Map<string, StoredLocation | undefined>();

  constructor(
    private readonly emit: Emit,
    private readonly byDriver: Map<string, Set<Subscription>>,
    private readonly present: (driverIds: readonly string[]) => Promise<void>,
  ) {}

  /**
   * Registers the drivers before it reads their positions, so that no change is missed; drivers that are already
   * registered stay registered. Returns the drivers beyond the stream's limit: only these are refused, since others
   * share the stream.
   */
  async add(driverIds: readonly string[]): Promise<string[]> {
    const wanted = [...new Set(driverIds)].filter((driverId) => !this.newest.has(driverId));
    const room = MAX_DRIVERS - this.newest.size;
    const [added, refused] = [wanted.slice(0, room), wanted.slice(room)];
    for (const driverId of added) {
      this.newest.set(driverId, undefined);
      this.byDriver.set(driverId, (this.byDriver.get(driverId) ?? new Set()).add(this));
    }
    if (added.length > 0) await this.present(added);
    return refused;
  }

  remove(driverIds: readonly string[]): void {
    for (const driverId of driverIds) {
      if (!this.newest.delete(driverId)) continue;
      const others = this.byDriver.get(driverId);
      others?.delete(this);
      if (others?.size === 0) this.byDriver.delete(driverId);
    }
  }

  close(): void {
    this.remove([...this.newest.keys()]);
  }

  offer(location: StoredLocation): void {
    const { driverId } = location;
    if (!this.newest.has(driverId) || !isNewer(location, this.newest.get(driverId))) return;
    this.newest.set(driverId, location);
    this.emit(location);
  }
}

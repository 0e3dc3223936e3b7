// Drivers with free seats in circles that somebody watches: the present ones first, then each change, and who is gone.
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { distanceMeters, type LatLng } from '@lastmile/geo';
import { createLogger } from '@lastmile/telemetry';
import { LocationConfig } from './location.config.js';
import type { StoredLocation } from './location.types.js';
import { isNewer } from './newest-wins.js';
import { PositionFeed } from './position-feed.repository.js';
import { PositionRepository } from './position.repository.js';

export interface Area {
  readonly areaId: string;
  readonly center: LatLng;
  readonly radiusMeters: number;
}

export interface AreaChange {
  readonly areaId: string;
  readonly driverId: string;
  /** Undefined when the driver is no longer to be seen there. */
  readonly location?: StoredLocation;
  readonly distanceMeters?: number;
}

/** Areas that one stream may watch: a gateway with a hundred dashboards open. Each change costs a distance an area. */
const MAX_AREAS = 1_000;
/** How often silent cars are looked for, in wall time. */
const SWEEP_MS = 2_000;

@Injectable()
export class LiveAreas implements OnApplicationShutdown {
  private readonly logger = createLogger({ service: 'location' });
  private readonly watched = new Set<WatchedArea>();
  private readonly sweep: NodeJS.Timeout;

  constructor(
    private readonly positions: PositionRepository,
    private readonly config: LocationConfig,
    private readonly clock: Clock,
    feed: PositionFeed,
  ) {
    feed.onChange((location) => this.watched.forEach((area) => area.offer(location)));
    feed.onGone((driverId) => this.watched.forEach((area) => area.drop(driverId)));
    feed.onResume(() => void this.lookAgain());
    this.sweep = setInterval(() => this.watched.forEach((area) => area.dropSilent(this.since())), SWEEP_MS);
    this.sweep.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweep);
  }

  /** Drivers with free seats, nearest first; those not heard of lately are left out. */
  find(center: LatLng, radiusMeters: number, limit?: number) {
    return this.positions.findAvailable(center, radiusMeters, this.since(), limit);
  }

  subscribe(emit: (change: AreaChange) => void): AreaSubscription {
    return new AreaSubscription(emit, this.watched, (area) => this.show(area));
  }

  private async show(area: WatchedArea): Promise<void> {
    const found = await this.find(area.center, area.radiusMeters);
    area.keep(new Set(found.map(({ location }) => location.driverId)));
    found.forEach(({ location }) => area.offer(location));
  }

  private async lookAgain(): Promise<void> {
    for (const area of this.watched) {
      await this.show(area).catch((err: unknown) => this.logger.warn({ err }, 'area not read'));
    }
  }

  private since(): Date {
    return new Date(this.clock.now().getTime() - this.config.rules.maxFixAgeSeconds * 1000);
  }
}

/** The areas of one stream. */
export class AreaSubscription {
  private readonly areas = new Map<string, WatchedArea>();

  constructor(
    private readonly emit: (change: AreaChange) => void,
    private readonly watched: Set<WatchedArea>,
    private readonly show: (area: WatchedArea) => Promise<void>,
  ) {}

  /** Registers before it reads, so that no change falls between. False when there is no room for it. */
  async add(area: Area): Promise<boolean> {
    this.remove(area.areaId);
    if (this.areas.size >= MAX_AREAS) return false;
    const watched = new WatchedArea(area, this.emit);
    this.areas.set(area.areaId, watched);
    this.watched.add(watched);
    await this.show(watched);
    return true;
  }

  remove(areaId: string): void {
    const area = this.areas.get(areaId);
    if (area) this.watched.delete(area);
    this.areas.delete(areaId);
  }

  close(): void {
    [...this.areas.keys()].forEach((areaId) => this.remove(areaId));
  }
}

/** One circle and who was shown in it. */
export class WatchedArea {
  readonly center: LatLng;
  readonly radiusMeters: number;
  private readonly shown = new Map<string, StoredLocation>();

  constructor(
    private readonly area: Area,
    private readonly emit: (change: AreaChange) => void,
  ) {
    this.center = area.center;
    this.radiusMeters = area.radiusMeters;
  }

  offer(location: StoredLocation): void {
    const { driverId, fix, freeSeats } = location;
    const meters = distanceMeters(this.center, fix.position);
    if (freeSeats === 0 || meters > this.radiusMeters) return this.drop(driverId);
    if (!isNewer(location, this.shown.get(driverId))) return;
    this.shown.set(driverId, location);
    this.emit({ areaId: this.area.areaId, driverId, location, distanceMeters: meters });
  }

  /** No longer to be seen here. */
  drop(driverId: string): void {
    if (this.shown.delete(driverId)) this.emit({ areaId: this.area.areaId, driverId });
  }

  dropSilent(since: Date): void {
    for (const { driverId, fix } of this.shown.values()) if (fix.time < since) this.drop(driverId);
  }

  keep(driverIds: ReadonlySet<string>): void {
    for (const driverId of this.shown.keys()) if (!driverIds.has(driverId)) this.drop(driverId);
  }
}

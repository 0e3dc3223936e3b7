// Streams of drivers with free seats in circles: first those already there, then each change and each driver who
// leaves.
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { distanceMeters, type LatLng } from '@lastmile/geo';
import { LocationConfig } from '../location.config.js';
import type { Area, AreaChange, StoredLocation } from '../location.types.js';
import { isNewer } from './newest-wins.js';
import { PositionFeed } from './position.feed.js';
import { PositionRepository } from '../fixes/position.repository.js';

/** Areas per stream: enough for a gateway with a hundred open dashboards. Each change costs one distance per area. */
const MAX_AREAS = 1_000;
/** How often to look for cars without recent fixes, in real time. */
const SWEEP_MS = 2_000;

@Injectable()
export class LiveAreasService implements OnApplicationShutdown {
  private readonly logger = new Logger(LiveAreasService.name);
  private readonly subscribed = new Set<SubscribedArea>();
  private readonly sweep: NodeJS.Timeout;

  constructor(
    private readonly positions: PositionRepository,
    private readonly config: LocationConfig,
    private readonly clock: Clock,
    feed: PositionFeed,
  ) {
    feed.onChange((location) => this.subscribed.forEach((area) => area.offer(location)));
    feed.onGone((driverId) => this.subscribed.forEach((area) => area.drop(driverId)));
    feed.onResume(() => void this.lookAgain());
    this.sweep = setInterval(() => this.subscribed.forEach((area) => area.dropSilent(this.since())), SWEEP_MS);
    this.sweep.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweep);
  }

  /** Drivers with free seats, nearest first, without those whose last fix is too old. */
  find(center: LatLng, radiusMeters: number, limit?: number) {
    return this.positions.findAvailable(center, radiusMeters, this.since(), limit);
  }

  subscribe(emit: (change: AreaChange) => void): AreaSubscription {
    return new AreaSubscription(emit, this.subscribed, (area) => this.show(area));
  }

  private async show(area: SubscribedArea): Promise<void> {
    const found = await this.find(area.center, area.radiusMeters);
    area.keep(new Set(found.map(({ location }) => location.driverId)));
    found.forEach(({ location }) => area.offer(location));
  }

  private async lookAgain(): Promise<void> {
    for (const area of this.subscribed) {
      await this.show(area).catch((err: unknown) => this.logger.warn({ err }, 'area not read'));
    }
  }

  private since(): Date {
    return new Date(this.clock.now().getTime() - this.config.rules.maxFixAgeSeconds * 1000);
  }
}

/** The areas of one stream. */
export class AreaSubscription {
  private readonly areas = new Map<string, SubscribedArea>();

  constructor(
    private readonly emit: (change: AreaChange) => void,
    private readonly subscribed: Set<SubscribedArea>,
    private readonly show: (area: SubscribedArea) => Promise<void>,
  ) {}

  /** Registers the area before it reads positions, so that no change is missed. False when the stream has too many areas. */
  async add(area: Area): Promise<boolean> {
    this.remove(area.areaId);
    if (this.areas.size >= MAX_AREAS) return false;
    const subscribed = new SubscribedArea(area, this.emit);
    this.areas.set(area.areaId, subscribed);
    this.subscribed.add(subscribed);
    await this.show(subscribed);
    return true;
  }

  remove(areaId: string): void {
    const area = this.areas.get(areaId);
    if (area) this.subscribed.delete(area);
    this.areas.delete(areaId);
  }

  close(): void {
    [...this.areas.keys()].forEach((areaId) => this.remove(areaId));
  }
}

/** One circle, and the newest position sent of each driver in it. */
export class SubscribedArea {
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

  /** The driver is no longer in this area. */
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

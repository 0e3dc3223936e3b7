// The circles in which one operator's socket sees drivers with free seats. Riders only see their own car.
import { randomUUID } from 'node:crypto';
import type { AreaChange, LatLng } from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import type { CarStream } from './car-stream.js';

const MOST_AREAS = 5;

export interface AreaListener {
  changed(change: AreaChange): void;
  /** Forget the drivers shown so far: all present drivers are sent again. */
  reset(areaId: string): void;
}

export class WatchedAreas {
  private readonly leaving = new Map<string, () => void>();

  constructor(
    private readonly cars: CarStream,
    private readonly listener: AreaListener,
  ) {}

  /** Returns the area's id, which later events contain. @throws DomainError resource_exhausted TOO_MANY_AREAS */
  join(center: LatLng, radiusMeters: number): string {
    if (this.leaving.size >= MOST_AREAS) {
      throw new DomainError('resource_exhausted', 'TOO_MANY_AREAS', `at most ${MOST_AREAS} areas at once`);
    }
    const areaId = randomUUID();
    const events = {
      changed: (change: AreaChange) => this.listener.changed(change),
      reset: () => this.listener.reset(areaId),
    };
    this.leaving.set(areaId, this.cars.watchArea({ areaId, center, radiusMeters }, events));
    return areaId;
  }

  leave(areaId: string): void {
    this.leaving.get(areaId)?.();
    this.leaving.delete(areaId);
  }

  close(): void {
    for (const areaId of [...this.leaving.keys()]) this.leave(areaId);
  }
}

// Stores fixes in batches: one batch at a time per driver, and few drivers at a time. Fixes that arrive meanwhile form
// the next batch.
//
// Cars send without waiting for earlier fixes to be stored, and all work of this service shares a few database
// connections. If each fix were stored separately, a short slowdown of the database would fill the queue with fixes:
// all fixes of a car would start from the same old position, each would request matches in its own transaction, and
// phones would send again after their timeouts. Matches and events would wait behind them, in a measurement for half a
// minute, with sixty fixes a second on two connections. With batches a waiting car costs one batch, however long it
// waits.
import { Injectable } from '@nestjs/common';
import { PositionService } from './position.service.js';
import type { RawFix } from '../location.types.js';
import type { Sorted } from './fixes.core.js';

/** Enough to keep every connection busy, and few enough that other work gets a connection soon. */
export const DRIVERS_AT_WORK = 16;

export interface Taken {
  readonly acceptedCount: number;
  /** By index in the delivery. */
  readonly rejected: Sorted['rejected'];
}

interface Delivery {
  readonly points: readonly RawFix[];
  resolve(taken: Taken): void;
  reject(error: unknown): void;
}

@Injectable()
export class FixBatchService {
  /** By driver; the longest waiting driver comes first. */
  private readonly waiting = new Map<string, Delivery[]>();
  private readonly atWork = new Set<string>();

  constructor(private readonly locations: PositionService) {}

  /** Resolves when the fixes are stored, in the order of the calls. @throws DomainError like `PositionService.update` */
  take(driverId: string, points: readonly RawFix[]): Promise<Taken> {
    const { promise, resolve, reject } = Promise.withResolvers<Taken>();
    const delivery = { points, resolve, reject };
    const others = this.waiting.get(driverId);
    if (others) others.push(delivery);
    else this.waiting.set(driverId, [delivery]);
    this.begin();
    return promise;
  }

  private begin(): void {
    for (const [driverId, deliveries] of this.waiting) {
      if (this.atWork.size >= DRIVERS_AT_WORK) return;
      if (this.atWork.has(driverId)) continue;
      this.waiting.delete(driverId);
      this.atWork.add(driverId);
      void this.work(driverId, deliveries);
    }
  }

  private async work(driverId: string, deliveries: readonly Delivery[]): Promise<void> {
    try {
      const points = deliveries.flatMap((delivery) => delivery.points);
      const { rejected } = await this.locations.update(driverId, points);
      answer(deliveries, rejected);
    } catch (error) {
      deliveries.forEach(({ reject }) => reject(error));
    } finally {
      this.atWork.delete(driverId);
      this.begin();
    }
  }
}

/** Gives each delivery its own part of the result. */
function answer(deliveries: readonly Delivery[], rejected: Sorted['rejected']): void {
  let start = 0;
  for (const { points, resolve } of deliveries) {
    const [from, to] = [start, start + points.length];
    const own = rejected
      .filter(({ index }) => index >= from && index < to)
      .map(({ index, reason }) => ({ index: index - from, reason }));
    resolve({ acceptedCount: points.length - own.length, rejected: own });
    start = to;
  }
}

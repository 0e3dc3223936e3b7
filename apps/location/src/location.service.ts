// Use cases around positions: take fixes, say who is where.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { aborted, failedPrecondition } from '@lastmile/errors';
import { sortFixes, type Sorted } from './fixes.core.js';
import type { RawFix } from './location.types.js';
import { MatchTriggerService } from './match-trigger.service.js';
import { PositionRepository } from './position.repository.js';
import { WatchService } from './watch.service.js';

/** Two streams of one driver may store at the same moment; the second looks again. */
const ATTEMPTS = 3;

@Injectable()
export class LocationService {
  constructor(
    private readonly watches: WatchService,
    private readonly positions: PositionRepository,
    private readonly triggers: MatchTriggerService,
    private readonly clock: Clock,
  ) {}

  /**
   * Sorts a batch, keeps the newest accepted fix, and asks for matches where the car is near enough.
   *
   * @throws DomainError failed_precondition OFF_DUTY; aborted POSITION_CONFLICT
   */
  async update(driverId: string, batch: readonly RawFix[]): Promise<Sorted> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const watch = await this.watches.find(driverId);
      if (!watch) throw failedPrecondition('OFF_DUTY', 'the driver has no started route');
      const sorted = sortFixes(batch, watch.fix?.time ?? watch.startTime, this.clock.now());
      const fix = sorted.accepted.at(-1);
      if (!fix) return sorted;
      if (await this.positions.store({ driverId, routeId: watch.routeId, fix })) {
        await this.triggers.moved({ ...watch, fix });
        return sorted;
      }
    }
    throw aborted('POSITION_CONFLICT', 'another device of this driver sends positions at the same time');
  }
}

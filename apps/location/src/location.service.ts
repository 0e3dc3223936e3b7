// Use cases around positions: take fixes, say who is where.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { aborted, failedPrecondition } from '@lastmile/errors';
import { etasOf, freeSeatsOf } from './eta.core.js';
import { sortFixes, type Sorted } from './fixes.core.js';
import type { DriverLocation, Fix, RawFix, Watch } from './location.types.js';
import { MatchTriggerService } from './match-trigger.service.js';
import { milestonesOf, withMilestone } from './milestones.core.js';
import { PositionRepository } from './position.repository.js';
import { TripRepository } from './trip.repository.js';
import { WatchService } from './watch.service.js';

/** Two streams of one driver may store at the same moment; the second looks again. */
const ATTEMPTS = 3;

@Injectable()
export class LocationService {
  constructor(
    private readonly watches: WatchService,
    private readonly positions: PositionRepository,
    private readonly trips: TripRepository,
    private readonly triggers: MatchTriggerService,
    private readonly clock: Clock,
  ) {}

  /**
   * Sorts a batch, tells what it shows the car to have done, keeps the newest accepted fix with the ETAs it gives, and asks
   * for matches where the car is near enough.
   *
   * @throws DomainError failed_precondition OFF_DUTY; aborted POSITION_CONFLICT
   */
  async update(driverId: string, batch: readonly RawFix[]): Promise<Sorted> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const watch = await this.watches.find(driverId);
      if (!watch) throw failedPrecondition('OFF_DUTY', 'the driver has no started route');
      const stations = watch.stops.map(({ position }) => position);
      const sorted = sortFixes(batch, { ...watch, stations }, this.clock.now());
      const milestones = milestonesOf(watch, sorted.accepted, sorted.late);
      // Before the fix is stored: sent again after a crash, it would be late, and would show no departure.
      if (milestones.length > 0) await this.trips.reach(watch, milestones);
      if (sorted.doubt !== watch.doubt) await this.watches.saveDoubt(watch, sorted.doubt);
      const fix = sorted.accepted.at(-1);
      if (!fix) {
        if (milestones.length > 0) await this.revise(driverId);
        return sorted;
      }
      const moved = milestones.reduce(withMilestone, { ...watch, fix });
      if (await this.positions.store(this.located(moved, fix))) {
        await this.triggers.moved(moved);
        return sorted;
      }
    }
    throw aborted('POSITION_CONFLICT', 'another device of this driver sends positions at the same time');
  }

  /** Works out ETAs and free seats anew from the stored fix: trips or seats have changed. */
  async revise(driverId: string): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const watch = await this.watches.findKnown(driverId);
      if (!watch?.fix || (await this.positions.revise(this.located(watch, watch.fix)))) return;
    }
    // A fix came each time, and brought its own.
  }

  private located(watch: Watch, fix: Fix): DriverLocation {
    const { driverId, routeId } = watch;
    return { driverId, routeId, fix, etas: etasOf(watch, fix, this.clock.now()), freeSeats: freeSeatsOf(watch) };
  }
}

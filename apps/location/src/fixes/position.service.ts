// Use cases of positions: storing fixes, and reading where drivers are.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { aborted, failedPrecondition } from '@lastmile/errors';
import { etasOf, freeSeatsOf } from './eta.core.js';
import { sortFixes, type Sorted } from './fixes.core.js';
import type { DriverLocation, Duty, Fix, RawFix, StoredLocation, TripUpdate } from '../location.types.js';
import { MatchTriggerService } from '../approaches/match-trigger.service.js';
import { milestonesOf, withMilestone } from './milestones.core.js';
import { PositionRepository } from './position.repository.js';
import { TripRepository } from '../duty/trip.repository.js';
import { DutyService } from '../duty/duty.service.js';

/** Two streams of one driver may store at the same moment; the second one retries. */
const ATTEMPTS = 3;

@Injectable()
export class PositionService {
  constructor(
    private readonly duties: DutyService,
    private readonly positions: PositionRepository,
    private readonly trips: TripRepository,
    private readonly triggers: MatchTriggerService,
    private readonly clock: Clock,
  ) {}

  /**
   * Sorts a batch, publishes the milestones it shows, stores the newest accepted fix with its ETAs, and requests
   * matches where the car is close enough.
   *
   * @throws DomainError failed_precondition OFF_DUTY; aborted POSITION_CONFLICT
   */
  async update(driverId: string, batch: readonly RawFix[]): Promise<Sorted> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const duty = await this.duties.find(driverId);
      if (!duty) throw failedPrecondition('OFF_DUTY', 'the driver has no started route');
      const stations = duty.stops.map(({ position }) => position);
      const sorted = sortFixes(batch, { ...duty, stations }, this.clock.now());
      const milestones = milestonesOf(duty, sorted.accepted, sorted.late);
      // Stored before the fix: if the fix is sent again after a crash it would be late, and would not show a departure.
      if (milestones.length > 0) await this.trips.reach(duty, milestones);
      if (sorted.doubt !== duty.doubt) await this.duties.saveDoubt(duty, sorted.doubt);
      const fix = sorted.accepted.at(-1);
      if (!fix) {
        if (milestones.length > 0) await this.revise(driverId);
        return sorted;
      }
      const moved = milestones.reduce(withMilestone, { ...duty, fix });
      if (await this.positions.store(this.located(moved, fix))) {
        await this.triggers.moved(moved);
        return sorted;
      }
    }
    throw aborted('POSITION_CONFLICT', 'another device of this driver sends positions at the same time');
  }

  /** Stores a trip from the ledger, and recalculates the ETAs and free seats of its car. */
  async followTrip(news: TripUpdate): Promise<void> {
    await this.trips.apply(news);
    await this.revise(news.driverId);
  }

  /** The newest position of each of these drivers, or of all on duty; sorted by driver id. */
  list(driverIds?: readonly string[]): Promise<StoredLocation[]> {
    return this.positions.list(driverIds);
  }

  /** Recalculates ETAs and free seats from the stored fix, because trips or seats have changed. */
  async revise(driverId: string): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const duty = await this.duties.findKnown(driverId);
      if (!duty?.fix || (await this.positions.revise(this.located(duty, duty.fix)))) return;
    }
    // Each attempt found a newer fix, which was stored with its own ETAs.
  }

  private located(duty: Duty, fix: Fix): DriverLocation {
    const { driverId, routeId } = duty;
    return { driverId, routeId, fix, etas: etasOf(duty, fix, this.clock.now()), freeSeats: freeSeatsOf(duty) };
  }
}

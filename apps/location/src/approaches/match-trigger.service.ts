// When to match: a car comes near, a rider requests a ride, a driver's route changes.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { byArrival, dueForMatch, inRange } from './approach.core.js';
import { LocationConfig } from '../location.config.js';
import type { Approach, Duty } from '../location.types.js';
import { MatchTriggerRepository } from './match-trigger.repository.js';
import { DutyRepository } from '../duty/duty.repository.js';

@Injectable()
export class MatchTriggerService {
  constructor(
    private readonly duties: DutyRepository,
    private readonly triggers: MatchTriggerRepository,
    private readonly config: LocationConfig,
    private readonly clock: Clock,
  ) {}

  /** After a fix: the stations in range, each at most once per `matchAgainSeconds`. */
  async moved(duty: Duty): Promise<void> {
    const now = this.clock.now();
    const { rules, matchAgainSeconds } = this.config;
    const askedBefore = new Date(now.getTime() - matchAgainSeconds * 1000);
    await this.triggers.ask(dueForMatch(duty, now, rules, matchAgainSeconds), now, askedBefore);
  }

  /** A rider waits at the station: matches all cars that approach it, the earliest first. */
  async riderWaits(stationId: string): Promise<void> {
    const now = this.clock.now();
    const duties = await this.duties.list(stationId);
    await this.triggers.ask(
      approachesAt(stationId, duties, (duty) => inRange(duty, now, this.config.rules)),
      now,
    );
  }

  /** The driver offers more, or has arrived at a station: matches its own approaches immediately. */
  async routeChanged(driverId: string): Promise<void> {
    const now = this.clock.now();
    const duty = await this.duties.find(driverId);
    if (duty) await this.triggers.ask(inRange(duty, now, this.config.rules), now);
  }
}

/** The approaches of several drivers to one station, or to all, earliest first. */
export const approachesAt = (
  stationId: string | undefined,
  duties: readonly Duty[],
  approachesOf: (duty: Duty) => Approach[],
): Approach[] =>
  duties
    .flatMap(approachesOf)
    .filter((approach) => stationId === undefined || approach.stationId === stationId)
    .sort(byArrival);

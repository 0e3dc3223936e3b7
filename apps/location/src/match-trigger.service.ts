// When to match: a car comes near, a rider asks, a driver's route changes.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { byArrival, dueForMatch, inRange } from './approach.core.js';
import { LocationConfig } from './location.config.js';
import type { Approach, Watch } from './location.types.js';
import { MatchTriggerRepository } from './match-trigger.repository.js';
import { WatchRepository } from './watch.repository.js';

@Injectable()
export class MatchTriggerService {
  constructor(
    private readonly watches: WatchRepository,
    private readonly triggers: MatchTriggerRepository,
    private readonly config: LocationConfig,
    private readonly clock: Clock,
  ) {}

  /** After a fix: the stations in range, each not more often than every `matchAgainSeconds`. */
  async moved(watch: Watch): Promise<void> {
    const now = this.clock.now();
    const { rules, matchAgainSeconds } = this.config;
    const askedBefore = new Date(now.getTime() - matchAgainSeconds * 1000);
    await this.triggers.ask(dueForMatch(watch, now, rules, matchAgainSeconds), now, askedBefore);
  }

  /** A rider waits at the station: all who approach it, the earliest first. */
  async riderWaits(stationId: string): Promise<void> {
    const now = this.clock.now();
    const watches = await this.watches.list(stationId);
    await this.triggers.ask(
      approachesAt(stationId, watches, (watch) => inRange(watch, now, this.config.rules)),
      now,
    );
  }

  /** The driver has more to offer, or stands at a station: its own approaches, at once. */
  async routeChanged(driverId: string): Promise<void> {
    const now = this.clock.now();
    const watch = await this.watches.find(driverId);
    if (watch) await this.triggers.ask(inRange(watch, now, this.config.rules), now);
  }
}

/** The approaches of several drivers to one station, or to all, earliest first. */
export const approachesAt = (
  stationId: string | undefined,
  watches: readonly Watch[],
  approachesOf: (watch: Watch) => Approach[],
): Approach[] =>
  watches
    .flatMap(approachesOf)
    .filter((approach) => stationId === undefined || approach.stationId === stationId)
    .sort(byArrival);

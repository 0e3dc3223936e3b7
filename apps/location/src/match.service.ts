// Calls matching for a driver at a station, with everybody else who approaches it.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { DomainError, isDomainError } from '@lastmile/errors';
import { OnJob } from '@lastmile/events';
import { createLogger } from '@lastmile/telemetry';
import { approachesOf, inRange } from './approach.core.js';
import { LocationConfig } from './location.config.js';
import type { Approach } from './location.types.js';
import { outcomeOf } from './match-outcome.core.js';
import { approachesAt } from './match-trigger.service.js';
import type { MatchJob } from './match-trigger.repository.js';
import { MatchingClient, type MatchAnswer } from './matching.client.js';
import { WatchRepository } from './watch.repository.js';

@Injectable()
export class MatchService {
  private readonly logger = createLogger({ service: 'location' });

  constructor(
    private readonly watches: WatchRepository,
    private readonly matching: MatchingClient,
    private readonly config: LocationConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * The durable job. May run twice: the second finds the riders seated. It ends when the driver has gone on, or matching
   * says that there is nothing to match; anything else is tried again.
   */
  @OnJob('match')
  async run({ driverId, routeId, stationId }: MatchJob): Promise<void> {
    const own = await this.approachOf(driverId, stationId);
    if (own?.routeId !== routeId) return;
    try {
      await this.call(own, randomUUID());
    } catch (error) {
      if (!isDomainError(error) || !NOTHING_TO_MATCH.has(error.kind)) throw error;
      this.logger.info({ driver_id: driverId, station_id: stationId, reason: error.reason }, 'nothing to match');
    }
  }

  /**
   * An operator's match, near or not.
   *
   * @throws DomainError not_found APPROACH_NOT_FOUND, and what matching throws
   */
  async matchNow(driverId: string, stationId: string, requestId: string): Promise<MatchAnswer> {
    const own = await this.approachOf(driverId, stationId);
    if (!own) {
      throw new DomainError('not_found', 'APPROACH_NOT_FOUND', 'the driver does not head for the station');
    }
    return this.call(own, requestId);
  }

  /** Who approaches a station, or any station, earliest first. */
  async listApproaches(stationId: string | undefined): Promise<Approach[]> {
    const now = this.clock.now();
    const watches = await this.watches.list(stationId);
    return approachesAt(stationId, watches, (watch) => inRange(watch, now, this.config.rules));
  }

  /** Where a driver heads for, near or not, earliest first. */
  async listOwn(driverId: string, stationId: string | undefined): Promise<Approach[]> {
    const watch = await this.watches.find(driverId);
    return approachesAt(stationId, watch ? [watch] : [], (each) => approachesOf(each, this.clock.now()));
  }

  private async call(own: Approach, requestId: string): Promise<MatchAnswer> {
    const others = await this.listApproaches(own.stationId);
    const approaching = [own, ...others.filter(({ driverId }) => driverId !== own.driverId)];
    const { driverId, stationId } = own;
    const answer = await this.matching.match({ requestId, driverId, stationId, approaching });
    await this.watches.recordMatch(own, outcomeOf(answer, this.clock.now()));
    return answer;
  }

  private async approachOf(driverId: string, stationId: string): Promise<Approach | undefined> {
    const watch = await this.watches.find(driverId);
    return watch && approachesOf(watch, this.clock.now()).find((approach) => approach.stationId === stationId);
  }
}

const NOTHING_TO_MATCH = new Set(['not_found', 'failed_precondition']);

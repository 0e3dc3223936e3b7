// Calls matching for a driver at a station, together with all other drivers who approach it.
import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { DomainError, isDomainError } from '@lastmile/errors';
import { approachesOf, inRange } from './approach.core.js';
import { LocationConfig } from '../location.config.js';
import type { Approach } from '../location.types.js';
import { outcomeOf } from './match-outcome.core.js';
import { approachesAt } from './match-trigger.service.js';
import { MatchingClient, type MatchAnswer } from './matching.client.js';
import { DutyRepository } from '../duty/duty.repository.js';

@Injectable()
export class MatchService {
  private readonly logger = new Logger(MatchService.name);

  constructor(
    private readonly duties: DutyRepository,
    private readonly matching: MatchingClient,
    private readonly config: LocationConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Matches while the driver is on that route and approaches the station. Does nothing when the driver has passed it,
   * or when matching says that there is nothing to match; throws all other errors. May run twice: the second run finds
   * the riders seated.
   */
  async matchOnRoute(driverId: string, routeId: string, stationId: string): Promise<void> {
    const own = await this.approachOf(driverId, stationId);
    if (own?.routeId !== routeId) return;
    try {
      await this.call(own, randomUUID());
    } catch (error) {
      if (!isDomainError(error) || !NOTHING_TO_MATCH.has(error.kind)) throw error;
      this.logger.log({ driver_id: driverId, station_id: stationId, reason: error.reason }, 'nothing to match');
    }
  }

  /**
   * A match requested by an operator, in range or not.
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

  /** Approaches to one station, or to all stations, earliest first. */
  async listApproaches(stationId: string | undefined): Promise<Approach[]> {
    const now = this.clock.now();
    const duties = await this.duties.list(stationId);
    return approachesAt(stationId, duties, (duty) => inRange(duty, now, this.config.rules));
  }

  /** The approaches of one driver, in range or not, earliest first. */
  async listOwn(driverId: string, stationId: string | undefined): Promise<Approach[]> {
    const duty = await this.duties.find(driverId);
    return approachesAt(stationId, duty ? [duty] : [], (each) => approachesOf(each, this.clock.now()));
  }

  private async call(own: Approach, requestId: string): Promise<MatchAnswer> {
    const others = await this.listApproaches(own.stationId);
    const approaching = [own, ...others.filter(({ driverId }) => driverId !== own.driverId)];
    const { driverId, stationId } = own;
    const answer = await this.matching.match({ requestId, driverId, stationId, approaching });
    await this.duties.recordMatch(own, outcomeOf(answer, this.clock.now()));
    return answer;
  }

  private async approachOf(driverId: string, stationId: string): Promise<Approach | undefined> {
    const duty = await this.duties.find(driverId);
    return duty && approachesOf(duty, this.clock.now()).find((approach) => approach.stationId === stationId);
  }
}

const NOTHING_TO_MATCH = new Set(['not_found', 'failed_precondition']);

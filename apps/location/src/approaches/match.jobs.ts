// Runs the jobs of the match queue.
import { Injectable } from '@nestjs/common';
import { OnJob } from '@lastmile/events';
import type { MatchJob } from './match.queue.js';
import { MatchService } from './match.service.js';

@Injectable()
export class MatchJobs {
  constructor(private readonly matches: MatchService) {}

  @OnJob('match')
  match({ driverId, routeId, stationId }: MatchJob): Promise<void> {
    return this.matches.matchOnRoute(driverId, routeId, stationId);
  }
}

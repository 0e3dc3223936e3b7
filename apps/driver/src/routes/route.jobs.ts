// Runs the durable jobs of routes.
import { Injectable } from '@nestjs/common';
import { OnJob } from '@lastmile/events';
import { RouteSteps } from './route-steps.service.js';
import { SETTLE_JOB, STOP_JOB } from './route.queue.js';

@Injectable()
export class RouteJobs {
  constructor(private readonly steps: RouteSteps) {}

  @OnJob(SETTLE_JOB)
  settle({ routeId }: { routeId: string }): Promise<void> {
    return this.steps.settleUnlessRefused(routeId);
  }

  @OnJob(STOP_JOB)
  stop({ driverId }: { driverId: string }): Promise<void> {
    return this.steps.stop(driverId);
  }
}

// Runs the jobs that notify operators about events of the cluster. A job may run twice.
import { Injectable } from '@nestjs/common';
import { OnJob } from '@lastmile/events';
import { TELL_OPERATORS } from './cluster.queue.js';
import { ClusterService } from './cluster.service.js';

@Injectable()
export class ClusterJobs {
  constructor(private readonly clusters: ClusterService) {}

  @OnJob(TELL_OPERATORS)
  tellOperators({ eventId }: { readonly eventId: string }): Promise<void> {
    return this.clusters.tellOperators(eventId);
  }
}

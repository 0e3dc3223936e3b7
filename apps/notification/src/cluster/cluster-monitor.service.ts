// Watches the namespace; only the leader among the replicas does this. Its state is in the database: a new leader
// compares what it sees with the state that the last leader stored, so nothing is lost or reported twice.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { ClusterAccess } from './cluster.config.js';
import type { ClusterRepository } from './cluster.repository.js';
import { kubernetes, type Kubernetes } from './kubernetes/kubernetes.client.js';
import { electLeader, type LeaseTerms } from './kubernetes/leader-election.js';
import { NamespaceView } from './kubernetes/namespace-view.js';
import { Recorder } from './recorder.js';
import { follow, type Pauses } from './kubernetes/resource-watch.js';

export interface MonitorTiming {
  readonly lease: LeaseTerms;
  readonly pauses: Pauses;
  /** How often to check for conditions that depend only on time. */
  readonly tickMs: number;
}

/** The same lease times as Kubernetes' own controllers. */
const TIMING: MonitorTiming = {
  lease: { durationSeconds: 15, renewWithinMs: 10_000, retryMs: 2_000 },
  pauses: { firstMs: 500, mostMs: 15_000 },
  tickMs: 5_000,
};
export const LEASE_NAME = 'notification-cluster-watch';

export class ClusterMonitorService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ClusterMonitorService.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  /** Without access to the cluster it does nothing, except to log this once. */
  constructor(
    private readonly records: ClusterRepository,
    private readonly access: ClusterAccess | undefined,
    private readonly timing: MonitorTiming = TIMING,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.access) {
      this.logger.log('cluster watch is off: not in a cluster, or without a service account');
      return;
    }
    const cluster = kubernetes(this.access);
    const candidate = {
      leases: cluster.leases,
      leaseName: LEASE_NAME,
      identity: `${hostname()}_${randomUUID()}`,
      terms: this.timing.lease,
      lead: (signal: AbortSignal) => this.lead(cluster, signal),
      warn: (message: string) => this.logger.warn(message),
    };
    this.running = electLeader(candidate, this.stopping.signal);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Runs until `signal` aborts. Throws when something cannot be recorded, or when another leader has begun. */
  private async lead(cluster: Kubernetes, signal: AbortSignal): Promise<void> {
    const recorder = new Recorder(this.records, await this.records.beginSession());
    this.logger.log('watching the cluster');
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener('abort', end);
    const view = new NamespaceView(() => look());
    const look = () => {
      const seen = view.observation();
      if (seen && !ending.signal.aborted) recorder.add(seen);
    };
    const options = {
      signal: ending.signal,
      pauses: this.timing.pauses,
      warn: (message: string) => this.logger.warn(message),
    };
    const following = [
      follow(cluster.autoscalers, view.autoscalers, options),
      follow(cluster.pods, view.pods, options),
      follow(cluster.deployments, view.deployments, options),
    ];
    const tick = setInterval(look, this.timing.tickMs);
    if (signal.aborted) end();
    try {
      await Promise.race([recorder.failure, Promise.all(following)]);
    } finally {
      clearInterval(tick);
      signal.removeEventListener('abort', end);
      end();
      await Promise.all([...following, recorder.idle()]);
    }
  }
}

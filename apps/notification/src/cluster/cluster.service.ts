// What operators read about the cluster.
import { Injectable } from '@nestjs/common';
import { requireRole, type Caller } from '@lastmile/auth';
import { ClusterRepository, type EventPosition } from './cluster.repository.js';
import type { ClusterEvent, ReplicaCount } from './cluster.types.js';
import { servicesNow, type ServiceNow } from './services-now.core.js';

export interface ReplicaHistory {
  /** When the cluster was looked at last; undefined when never. */
  readonly observeTime?: Date;
  readonly services: readonly (ServiceNow & { readonly counts: readonly ReplicaCount[] })[];
}

@Injectable()
export class ClusterService {
  constructor(private readonly records: ClusterRepository) {}

  /** Newest first. */
  async events(
    caller: Caller,
    service: string | undefined,
    limit: number,
    after?: EventPosition,
  ): Promise<ClusterEvent[]> {
    requireRole(caller, 'operator');
    return this.records.events(service, limit, after);
  }

  /** Of every service that has, or had since `from`, replicas: how it is, and its counts from then on. */
  async replicas(caller: Caller, from: Date): Promise<ReplicaHistory> {
    requireRole(caller, 'operator');
    const [{ state, observeTime }, counts] = await Promise.all([this.records.known(), this.records.counts(from)]);
    const byService = Map.groupBy(counts, ({ service }) => service);
    const now = new Map(servicesNow(state).map((each) => [each.service, each]));
    const names = [...new Set([...now.keys(), ...byService.keys()])].sort();
    return {
      observeTime,
      services: names
        .map((service) => ({ ...(now.get(service) ?? nothingOf(service)), counts: byService.get(service) ?? [] }))
        .filter(({ desired, counts }) => desired > 0 || counts.some((count) => count.desired > 0)),
    };
  }
}

const nothingOf = (service: string): ServiceNow => ({ service, desired: 0, ready: 0, problems: [] });

// What operators can read about the cluster, and their notifications about it.
import { Injectable } from '@nestjs/common';
import { NotificationService } from '../notification.service.js';
import { ClusterRepository } from './cluster.repository.js';
import type { ClusterEvent, EventPosition, ReplicaHistory, ServiceNow } from './cluster.types.js';
import { servicesNow } from './services-now.core.js';

@Injectable()
export class ClusterService {
  constructor(
    private readonly records: ClusterRepository,
    private readonly notifications: NotificationService,
  ) {}

  /** Newest first. */
  async events(service: string | undefined, limit: number, after?: EventPosition): Promise<ClusterEvent[]> {
    return this.records.events(service, limit, after);
  }

  /**
   * All services that have replicas, or had some since `from`: their current state, and their replica counts since
   * then.
   */
  async replicas(from: Date): Promise<ReplicaHistory> {
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

  /** Notifies operators of an event. A repeat has no effect, because inboxes store event ids. */
  async tellOperators(eventId: string): Promise<void> {
    const event = await this.records.event(eventId);
    if (event) await this.notifications.alert(event);
  }
}

const nothingOf = (service: string): ServiceNow => ({ service, desired: 0, ready: 0, problems: [] });

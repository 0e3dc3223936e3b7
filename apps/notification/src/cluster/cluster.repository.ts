// The timeline of the cluster and the last state of the monitor. Rows are kept for thirty days.
import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@lastmile/postgres';
import { NOTHING_SEEN } from './cluster.core.js';
import { ClusterQueue } from './cluster.queue.js';
import {
  ALERTS,
  type Changes,
  type ClusterEvent,
  type ClusterEventKind,
  type ClusterRecords,
  type ClusterState,
  type EventPosition,
  type Known,
  type ReplicaCount,
  type Session,
} from './cluster.types.js';

export const KEPT_DAYS = 30;

interface EventRow {
  event_id: string;
  kind: ClusterEventKind;
  service: string;
  pod: string;
  facts: Record<string, string>;
  event_time: Date;
}

@Injectable()
export class ClusterRepository implements ClusterRecords {
  constructor(
    private readonly database: Database,
    private readonly queue: ClusterQueue,
  ) {}

  /** Starts a session of a leader, which ends all earlier ones. */
  async beginSession(): Promise<Session> {
    return this.database.one<{ epoch: number; state: ClusterState }>(
      `INSERT INTO cluster_watch (epoch, state) VALUES (1, $1)
       ON CONFLICT (only_one) DO UPDATE SET epoch = cluster_watch.epoch + 1 RETURNING epoch, state`,
      [NOTHING_SEEN],
    );
  }

  /**
   * Writes state, timeline and alert jobs, all or none; an event whose id exists is skipped. Returns false, and writes
   * nothing, when a newer session has begun.
   */
  async record(epoch: number, { state, events, counts }: Changes, now: Date): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const isOurs = await tx.maybeOne(
        'UPDATE cluster_watch SET state = $2, observe_time = $3 WHERE epoch = $1 RETURNING 1',
        [epoch, state, now],
      );
      if (!isOurs) return false;
      for (const event of events) await this.append(tx, event);
      for (const { service, time, desired, ready } of counts) {
        await tx.query(
          `INSERT INTO replica_counts (service, from_time, desired, ready) VALUES ($1, $2, $3, $4)
           ON CONFLICT (service, from_time) DO UPDATE SET desired = excluded.desired, ready = excluded.ready`,
          [service, time, desired, ready],
        );
      }
      return true;
    });
  }

  private async append(tx: Transaction, event: ClusterEvent): Promise<void> {
    const { eventId, kind, service, pod, facts, time } = event;
    const written = await tx.maybeOne(
      `INSERT INTO cluster_events (event_id, kind, service, pod, facts, event_time) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [eventId, kind, service, pod, facts, time],
    );
    const isAlert = (ALERTS as readonly ClusterEventKind[]).includes(kind);
    if (written && isAlert) await this.queue.tellOperators(tx, eventId);
  }

  /**
   * Deletes what is older than thirty days, except the newest of the old replica counts of each service, because it
   * still applied then.
   */
  async forget(now: Date): Promise<void> {
    const before = new Date(now.getTime() - KEPT_DAYS * 24 * 3_600_000);
    await this.database.query('DELETE FROM cluster_events WHERE event_time < $1', [before]);
    await this.database.query(
      `DELETE FROM replica_counts old WHERE EXISTS (
         SELECT FROM replica_counts newer
         WHERE newer.service = old.service AND newer.from_time > old.from_time AND newer.from_time <= $1)`,
      [before],
    );
  }

  async known(): Promise<Known> {
    const row = await this.database.maybeOne<{ state: ClusterState; observe_time: Date | null }>(
      'SELECT state, observe_time FROM cluster_watch',
    );
    return { state: row?.state ?? NOTHING_SEEN, observeTime: row?.observe_time ?? undefined };
  }

  async event(eventId: string): Promise<ClusterEvent | undefined> {
    const row = await this.database.maybeOne<EventRow>('SELECT * FROM cluster_events WHERE event_id = $1', [eventId]);
    return row && toEvent(row);
  }

  /** Newest first, after `position`. */
  async events(service: string | undefined, limit: number, position?: EventPosition): Promise<ClusterEvent[]> {
    const rows = await this.database.many<EventRow>(
      `SELECT * FROM cluster_events
       WHERE ($1::text IS NULL OR service = $1)
         AND ($2::timestamptz IS NULL OR (event_time, event_id) < ($2, $3))
       ORDER BY event_time DESC, event_id DESC LIMIT $4`,
      [service ?? null, position?.time ?? null, position?.id ?? null, limit],
    );
    return rows.map(toEvent);
  }

  /** Counts that applied at `from` or later, by service and time. */
  async counts(from: Date): Promise<ReplicaCount[]> {
    const rows = await this.database.many<{ service: string; from_time: Date; desired: number; ready: number }>(
      `SELECT * FROM replica_counts c WHERE from_time >= $1 OR from_time = (
         SELECT max(from_time) FROM replica_counts held WHERE held.service = c.service AND held.from_time < $1)
       ORDER BY service, from_time`,
      [from],
    );
    return rows.map(({ service, desired, ready, from_time: time }) => ({ service, desired, ready, time }));
  }
}

const toEvent = (row: EventRow): ClusterEvent => ({
  eventId: row.event_id,
  kind: row.kind,
  service: row.service,
  pod: row.pod,
  facts: row.facts,
  time: row.event_time,
});

// Events of the cluster, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { Badge } from '../../ui/ui';
import { PagedList } from '../lists/paged-list';
import { clusterEventsQuery, type ClusterEvent } from './cluster.query';

type Kind = NonNullable<ClusterEvent['kind']>;
const TONES: Record<Kind, 'plain' | 'accent' | 'good' | 'warn' | 'bad'> = {
  scaled_up: 'accent',
  scaled_down: 'accent',
  at_maximum: 'bad',
  below_maximum: 'good',
  pod_restarted: 'warn',
  crash_loop: 'bad',
  crash_loop_over: 'good',
  pod_not_ready: 'bad',
  pod_ready: 'good',
  rollout_started: 'plain',
  rollout_finished: 'good',
  rollout_stuck: 'bad',
};

export function Timeline({ service, onClear }: { service: string; onClear: (() => void) | undefined }) {
  const t = useText('cluster');
  const events = useInfiniteQuery(clusterEventsQuery(service));
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="stack">
      <h2>{t.timeline}</h2>
      <PagedList query={events} label={t.timeline} onClear={onClear}>
        {items.map((event) => (
          <Entry key={event.eventId} {...event} />
        ))}
      </PagedList>
    </section>
  );
}

/** Kinds that this version of the app does not know are skipped. */
function Entry({ kind, service, pod, facts, time }: ClusterEvent) {
  const t = useText('cluster');
  if (!kind) return null;
  const text = t.events[kind];
  return (
    <li>
      <div className="list-item list-item-still">
        <span className="op-row">
          <time className="small muted number" dateTime={time}>
            {dayTime(time)}
          </time>
          <span>{typeof text === 'string' ? text : text(allFacts(facts))}</span>
          <span className="small muted">{pod}</span>
          <span className="op-state">
            <Badge tone={TONES[kind]}>{service}</Badge>
          </span>
        </span>
      </div>
    </li>
  );
}

/** Each kind of event has some of them. Reasons are Kubernetes' own, such as OOMKilled; the texts skip `none`. */
function allFacts(facts: ClusterEvent['facts']) {
  const { from = '', to = '', maximum = '', restarts = '', minutes = '', revision = '', reason } = facts;
  return { from, to, maximum, restarts, minutes, revision, reason: reason || 'none' };
}

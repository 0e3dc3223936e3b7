// The cluster: the state of the services, their replicas over time, and events.
import { useQuery } from '@tanstack/react-query';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Choices, EmptyState, Notice, Spinner } from '../../ui/ui';
import { useFilters } from '../lists/use-filters';
import { replicasQuery } from './cluster.query';
import { ReplicaChart } from './replica-chart';
import { mostInteresting } from './replicas.core';
import { ServicesNow } from './services-now';
import { Timeline } from './timeline';
import '../day/day.css';
import './cluster.css';

const HOURS = [1, 6, 24, 168] as const;
/** The monitor records every few seconds that it is alive; older data is outdated. */
const STALE_MS = 60_000;

export function ClusterScreen() {
  const t = useText('cluster');
  const words = useText('operator');
  const { loading } = useText('app');
  const { values, set } = useFilters('service', 'hours');
  const hours = HOURS.find((each) => `${each}` === values.hours) ?? 6;
  const { data, isPending, error, refetch } = useQuery(replicasQuery(hours));
  const services = data?.services ?? [];
  const chosen = services.find(({ service }) => service === (values.service || mostInteresting(services)));
  const isStale = data?.observeTime !== undefined && data.to - Date.parse(data.observeTime) > STALE_MS;
  return (
    <div className="stack">
      <div className="row spread">
        <h1>{words.cluster}</h1>
        <Choices
          legend={t.period}
          options={HOURS.map((value) => ({
            value,
            label: value > 24 ? t.days({ count: value / 24 }) : t.hours({ count: value }),
          }))}
          value={hours}
          onChange={(value) => set('hours', `${value}`)}
        />
      </div>
      {isPending && <Spinner label={loading} />}
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {isStale && data.observeTime && (
        <Notice tone="warn">{t.unwatchedSince({ time: dayTime(data.observeTime) })}</Notice>
      )}
      {data && services.length === 0 && <EmptyState title={t.notWatched}>{t.notWatchedWhy}</EmptyState>}
      {data && services.length > 0 && (
        <>
          {chosen && <ReplicaChart of={chosen} from={data.from} to={data.to} />}
          <ServicesNow services={services} chosen={values.service} onChoose={(service) => set('service', service)} />
          <Timeline service={values.service} onClear={values.service ? () => set('service', '') : undefined} />
        </>
      )}
    </div>
  );
}

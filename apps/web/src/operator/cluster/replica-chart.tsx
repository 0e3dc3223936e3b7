// One service's replicas over the last hours, as a chart or as a table.
import { lazy, Suspense } from 'react';
import { clockTime, dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { Spinner } from '../../ui/ui';
import { ChartFrame } from '../day/chart-frame';
import type { ServiceReplicas } from './cluster.query';
import { stepsBetween } from './replicas.core';

const StepChart = lazy(() => import('./step-chart'));

const DAY_MS = 24 * 3_600_000;

interface Props {
  readonly of: ServiceReplicas;
  readonly from: number;
  readonly to: number;
}

export function ReplicaChart({ of: { service, counts, maximum }, from, to }: Props) {
  const t = useText('cluster');
  const { loading } = useText('app');
  const steps = stepsBetween(counts, from, to);
  return (
    <ChartFrame
      title={t.replicasOf({ service })}
      columns={[t.since, t.desired, t.ready]}
      rows={steps.slice(0, -1).map(({ time, desired, ready }) => [dayTime(time), desired, ready])}
      empty={t.nothingHappened}
    >
      <Suspense fallback={<Spinner label={loading} />}>
        <StepChart
          steps={steps}
          from={from}
          to={to}
          maximum={maximum}
          names={t}
          format={to - from > DAY_MS ? dayTime : clockTime}
        />
      </Suspense>
    </ChartFrame>
  );
}

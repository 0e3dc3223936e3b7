// The day's charts, each with its table.
import { lazy, Suspense, useMemo } from 'react';
import { clockTime } from '../../text/format';
import { useText } from '../../text/text';
import { Spinner } from '../../ui/ui';
import { ChartFrame } from './chart-frame';
import type { ChartProps } from './charts';
import { StationTable } from './station-table';
import { hourRows, totals } from './statistics.core';
import type { Statistics } from '../../api/api.types';

const Charts = lazy(() => import('./charts'));

export function DayCharts({ day }: { day: Statistics }) {
  const t = useText('day');
  const words = useText('operator');
  const reasons = useText('reason');
  const status = useText('status');
  const hours = useMemo(
    () => hourRows(day.hours).map((row) => ({ ...row, hour: clockTime(row.startTime, day.timeZone || undefined) })),
    [day],
  );
  const waited = totals(
    day.waitingReasons,
    ({ reason }) => reason && reasons[reason].short,
    ({ rideCount }) => rideCount,
  );
  const ended = totals(
    day.ends.filter(({ status: end }) => end !== 'completed'),
    (end) =>
      [end.status && status.trip[end.status], end.endedBy && status.actor[end.endedBy]].filter(Boolean).join(', '),
    ({ tripCount }) => tripCount,
  );
  const rides = [
    { key: 'requested', name: t.requested, color: 'var(--muted)' },
    { key: 'served', name: t.served, color: 'var(--good)' },
    { key: 'lost', name: t.notServed, color: 'var(--bad)' },
  ];
  const waits = [
    { key: 'waitMean', name: t.mean, color: 'var(--accent)' },
    { key: 'waitP95', name: t.p95, color: 'var(--warn)', dash: '6 4' },
  ];
  const byHour = { rows: hours, nameKey: 'hour', nameAxis: t.hour };
  const ranking = { kind: 'ranking', nameKey: 'key', nameAxis: '' } as const;
  const count = [{ key: 'count', name: t.count, color: 'var(--accent)' }];
  return (
    <div className="charts">
      <ChartFrame
        title={t.ridesByHour}
        columns={[t.hour, t.requested, t.served, t.notServed]}
        rows={hours.map(({ hour, requested, served, lost }) => [hour, requested, served, lost])}
        empty={t.nothing}
      >
        <Drawn kind="bars" series={rides} valueAxis={t.rides} {...byHour} />
      </ChartFrame>
      <ChartFrame
        title={t.waitByHour}
        columns={[t.hour, t.mean, t.p95]}
        rows={hours.map(({ hour, waitMean, waitP95 }) => [hour, waitMean ?? '–', waitP95 ?? '–'])}
        empty={t.nothing}
      >
        <Drawn kind="lines" series={waits} valueAxis={t.minutes} {...byHour} />
      </ChartFrame>
      <ChartFrame
        title={t.seatsByHour}
        columns={[t.hour, t.seats]}
        rows={hours.map(({ hour, seatsUsed }) => [hour, seatsUsed])}
        empty={t.nothing}
      >
        <Drawn
          {...byHour}
          kind="bars"
          series={[{ key: 'seatsUsed', name: t.seats, color: 'var(--accent)' }]}
          valueAxis={t.seatsAxis}
        />
      </ChartFrame>
      <ChartFrame
        title={t.reasons}
        columns={[t.reasons, t.rides]}
        rows={waited.map(({ key, count: rideCount }) => [key, rideCount])}
        empty={t.noReasons}
      >
        <Drawn {...ranking} rows={waited} series={count} valueAxis={t.rides} />
      </ChartFrame>
      <ChartFrame
        title={t.ends}
        columns={[t.ends, words.trips]}
        rows={ended.map(({ key, count: tripCount }) => [key, tripCount])}
        empty={t.noEnds}
      >
        <Drawn {...ranking} rows={ended} series={count} valueAxis={words.trips} />
      </ChartFrame>
      <StationTable stations={day.stations} />
    </div>
  );
}

function Drawn(props: ChartProps) {
  const { loading } = useText('app');
  return (
    <Suspense fallback={<Spinner label={loading} />}>
      <Charts {...props} />
    </Suspense>
  );
}

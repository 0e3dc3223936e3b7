// One day in numbers and charts.
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { EmptyState, Field, Spinner } from '../../ui/ui';
import { useFilters } from '../lists/use-filters';
import { DayCharts } from './day-charts';
import { Figures } from './figures';
import { statisticsQuery } from './statistics.query';
import './day.css';

export function DayScreen() {
  const t = useText('day');
  const words = useText('operator');
  const { loading } = useText('app');
  const { values, set } = useFilters('date');
  const day = useQuery(statisticsQuery(values.date || undefined));
  const isEmpty = day.data?.rides.requested === 0 && day.data.trips.made === 0;
  return (
    <div className="stack">
      <div className="row spread">
        <h1>{words.day}</h1>
        <Field
          label={t.date}
          type="date"
          value={values.date || (day.data?.date ?? '')}
          onChange={(event) => set('date', event.target.value)}
        />
      </div>
      {day.isPending && <Spinner label={loading} />}
      <ProblemNotice error={day.error} onRetry={() => void day.refetch()} />
      {day.data && isEmpty && <EmptyState title={t.nothing} />}
      {day.data && !isEmpty && (
        <>
          <Figures day={day.data} />
          <DayCharts day={day.data} />
        </>
      )}
    </div>
  );
}

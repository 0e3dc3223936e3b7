// The current timetables, and importing another one.
import { useQuery } from '@tanstack/react-query';
import { days, dayTime } from '../../text/format';
import { currentLanguage, useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Badge, Card, Spinner } from '../../ui/ui';
import { timetablesQuery } from '../operator.queries';
import { ImportFeed } from './import-feed';

export function Timetables() {
  const t = useText('timetables');
  const words = useText('operator');
  const { loading } = useText('app');
  const timetables = useQuery(timetablesQuery);
  const count = new Intl.NumberFormat(currentLanguage());
  return (
    <div className="stack op-page">
      <h1>{words.timetables}</h1>
      {timetables.isPending && <Spinner label={loading} />}
      <ProblemNotice error={timetables.error} onRetry={() => void timetables.refetch()} />
      {timetables.data?.length === 0 && <p className="muted">{t.noTimetables}</p>}
      {timetables.data?.map((each) => (
        <Card key={each.feedId} label={each.feedId}>
          <div className="row spread">
            <h2>{each.feedId}</h2>
            <Badge tone="good">{t.inForce}</Badge>
          </div>
          <dl className="facts">
            <dt>{t.validity}</dt>
            <dd>{days(each.startDate, each.endDate)}</dd>
            <dt>{t.imported}</dt>
            <dd>{dayTime(each.importTime, each.timeZone)}</dd>
            {each.feedVersion && (
              <>
                <dt>{t.version}</dt>
                <dd>{each.feedVersion}</dd>
              </>
            )}
            <dt>{t.counts}</dt>
            <dd>
              {t.countsOf({
                stations: count.format(each.stationCount),
                trains: count.format(each.trainCount),
                calls: count.format(each.callCount),
              })}
            </dd>
          </dl>
          {each.replayLastWeek && <p className="small muted">{t.replay}</p>}
        </Card>
      ))}
      <ImportFeed />
    </div>
  );
}

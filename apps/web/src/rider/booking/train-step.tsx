// The train: the next arrivals at the station, from the platform's timetable.
import { useQuery } from '@tanstack/react-query';
import { appConfigQuery, useNow } from '../../api/app-config';
import type { Station } from '../../api/client';
import { clockTime, minutes } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { EmptyState, LineBadge, Spinner } from '../../ui/ui';
import { arrivalsQuery, type Arrival } from '../rider.queries';
import { StepHead } from './step-head';

const MOST = 24;
const MINUTE_SECONDS = 60;

interface Props {
  readonly station: Station;
  onChoose(train: Arrival): void;
}

export function TrainStep({ station, onChoose }: Props) {
  const t = useText('rider');
  const { loading } = useText('app');
  const now = useNow();
  const config = useQuery(appConfigQuery);
  const arrivals = useQuery(arrivalsQuery(station.stationId, config.data?.speed ?? 1));
  const coming = (arrivals.data ?? []).filter(({ arriveTime }) => Date.parse(arriveTime) > now).slice(0, MOST);
  return (
    <div className="stack">
      <StepHead>{t.whichTrain}</StepHead>
      {arrivals.isPending && <Spinner label={loading} />}
      <ProblemNotice error={arrivals.error} onRetry={() => void arrivals.refetch()} />
      {arrivals.isSuccess && coming.length === 0 && <EmptyState title={t.noTrains} />}
      {coming.length > 0 && (
        <ul className="list">
          {coming.map((train) => (
            <li key={`${train.serviceDate} ${train.trainId}`}>
              <button type="button" className="list-item" onClick={() => onChoose(train)}>
                <LineBadge line={train.line} />
                <span className="grow">{t.towards({ headsign: train.headsign })}</span>
                <span className="train-time">
                  <strong>
                    <In seconds={(Date.parse(train.arriveTime) - now) / 1_000} />
                  </strong>
                  <span className="small muted number">{clockTime(train.arriveTime, station.timeZone)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function In({ seconds }: { seconds: number }) {
  const t = useText('rider');
  return seconds < MINUTE_SECONDS / 2 ? t.arrivesNow : t.arrivesIn({ minutes: minutes(seconds) });
}

// One station: who waits and why, which cars come, and a button to match now.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useNow } from '../../api/app-config';
import { ago, clockTime } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { LineBadge } from '../../ui/ui';
import { ApproachItem } from '../matching/approach-item';
import { approachesQuery } from '../operator.queries';
import type { StationScene } from './scene.core';

export function StationPanel({ scene: { station, waiting } }: { scene: StationScene }) {
  const t = useText('live');
  const reasons = useText('reason');
  const now = useNow();
  const approaches = useQuery(approachesQuery(station.stationId));
  return (
    <div className="stack">
      <h2>{station.name}</h2>
      <div className="row">
        {station.lines.map((line) => (
          <LineBadge key={line.lineId} line={line} />
        ))}
      </div>
      <section className="stack stack-tight">
        <h3>{waiting.length > 0 ? t.waitingCount({ count: waiting.length }) : t.nobodyWaits}</h3>
        <ul className="stack stack-tight">
          {waiting.map((ride) => (
            <li key={ride.rideId}>
              <div className="row spread">
                <span className="grow">
                  <Link to={`/operate/rides/${encodeURIComponent(ride.rideId)}`}>{ride.riderName}</Link>
                  {ride.destination.name && <span className="small muted"> → {ride.destination.name}</span>}
                </span>
                <span className="small muted number">
                  {Date.parse(ride.readyTime) <= now
                    ? ago((now - Date.parse(ride.readyTime)) / 1_000)
                    : clockTime(ride.readyTime, station.timeZone)}
                </span>
              </div>
              {ride.waitingReason && <p className="small muted">{reasons[ride.waitingReason].long}</p>}
            </li>
          ))}
        </ul>
      </section>
      <section className="stack stack-tight">
        <h3>{t.approaching}</h3>
        <ProblemNotice error={approaches.error} onRetry={() => void approaches.refetch()} />
        {approaches.data?.length === 0 && <p className="muted">{t.noApproach}</p>}
        <ul className="stack stack-tight">
          {approaches.data?.map((approach) => (
            <li key={approach.driverId}>
              <ApproachItem approach={approach} timeZone={station.timeZone} />
            </li>
          ))}
        </ul>
      </section>
      <Link to={`/operate/stations/${encodeURIComponent(station.stationId)}`}>{t.openStation}</Link>
    </div>
  );
}

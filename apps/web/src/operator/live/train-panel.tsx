// One train: its name, the stations before and after it, and its times.
import { clockTime } from '../../text/format';
import { useText } from '../../text/text';
import { LineBadge } from '../../ui/ui';
import { useZones } from '../lists/use-zones';
import type { TrainScene } from './trains.core';

export function TrainPanel({ scene: { train, last, next, isStanding } }: { scene: TrainScene }) {
  const t = useText('live');
  const zone = useZones()(last.stationId);
  return (
    <div className="stack">
      <h2>{t.trainTo({ name: train.headsign })}</h2>
      <div className="row">
        <LineBadge line={train.line} />
        <span className="muted">{train.line.longName}</span>
      </div>
      <dl className="facts">
        <dt>{isStanding ? t.standsAt : t.left}</dt>
        <dd>{last.stationName}</dd>
        <dt>{isStanding ? t.leaves : t.leftAt}</dt>
        <dd>{clockTime(last.departTime, zone)}</dd>
        <dt>{t.nextStop}</dt>
        <dd>{next.stationName}</dd>
        <dt>{t.arrivesAt}</dt>
        <dd>{clockTime(next.arriveTime, zone)}</dd>
        <dt>{t.trainNumber}</dt>
        <dd className="train-id">{train.trainId}</dd>
      </dl>
    </div>
  );
}

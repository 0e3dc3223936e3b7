// The stops ahead in driving order, the next one first.
import { useText } from '../../text/text';
import { Badge } from '../../ui/ui';
import { useStationTime } from '../station-time';
import { DropoffActions } from './dropoff-actions';
import { StationActions } from './station-actions';
import type { DriverStop, Route } from './stop.types';
import type { Duty } from './use-duty';

export function StopList({ route, duty }: { route: Route; duty: Duty }) {
  const t = useText('duty');
  return (
    <section className="stack stack-tight">
      <h2>{t.stops}</h2>
      <ol className="stack stack-tight">
        {duty.stops.map((stop, at) => (
          <li key={stop.key} className={`card${at === 0 ? ' card-strong' : ''}`}>
            <StopHead stop={stop} place={at + 1} />
            {stop.kind === 'station' && (
              <StationActions route={route} stop={stop} approach={duty.approaches.get(stop.stationId)} />
            )}
            {stop.kind === 'dropoff' && <DropoffActions trip={stop.trip} isNext={at === 0} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function StopHead({ stop, place }: { stop: DriverStop; place: number }) {
  const t = useText('duty');
  const { pickedPlace } = useText('driver');
  const at = useStationTime();
  const about =
    stop.kind === 'dropoff' ? t.setDown({ rider: stop.trip.riderName }) : stop.kind === 'destination' && t.endOfRoute;
  const isThere = stop.kind === 'station' && stop.pickupStatus === 'arrived';
  return (
    <div className="driver-stop">
      <span className="driver-number number" aria-hidden="true">
        {place}
      </span>
      <div className="grow stack stack-tight">
        <div>
          <h3>{stop.name ?? pickedPlace}</h3>
          {about && <p className="muted">{about}</p>}
        </div>
        {(isThere || place === 1) && (
          <div>
            <Badge tone={isThere ? 'good' : 'accent'}>{isThere ? t.youAreHere : t.next}</Badge>
          </div>
        )}
      </div>
      {stop.time && (
        <time className="number" dateTime={stop.time}>
          {at(stop.time)}
        </time>
      )}
    </div>
  );
}

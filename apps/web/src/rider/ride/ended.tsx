// How a ride ended, and what the rider can do next.
import { Link } from 'react-router';
import type { Ride, Trip } from '../../api/client';
import { clockTime, money } from '../../text/format';
import { useText } from '../../text/text';
import { RateTrip } from '../../history/rate-trip';
import { Card } from '../../ui/ui';
import { queryOf } from '../booking/draft';

interface Props {
  readonly ride: Ride;
  readonly trip: Trip | undefined;
  readonly timeZone?: string;
}

export function Ended({ ride, trip, timeZone }: Props) {
  const t = useText('rider');
  const about = ride.status === 'expired' ? t.expiredAbout : ride.status === 'no_show' ? t.noShowAbout : undefined;
  const { stationId, party } = ride;
  const destination = { name: ride.destination.name ?? t.pointOnMap, position: ride.destination.position };
  const again = queryOf({ stationId, destination, party, maxWaitSeconds: 900 });
  return (
    <>
      <Card>
        {about && <p>{about}</p>}
        {ride.status === 'expired' && ride.waitingReason && <p className="muted">{t.reason[ride.waitingReason]}</p>}
        <dl className="facts">
          <dt>{t.station}</dt>
          <dd>{ride.stationName}</dd>
          <dt>{t.destination}</dt>
          <dd>{ride.destination.name ?? t.pointOnMap}</dd>
          {ride.status === 'completed' && trip && (
            <>
              <dt>{t.driver}</dt>
              <dd>{trip.driverName || '–'}</dd>
              {trip.endTime && (
                <>
                  <dt>{t.stage.done}</dt>
                  <dd className="number">{clockTime(trip.endTime, timeZone)}</dd>
                </>
              )}
              <dt>{t.fare}</dt>
              <dd className="number">{money(trip.fare)}</dd>
            </>
          )}
        </dl>
      </Card>
      {ride.status === 'completed' && trip && <RateTrip trip={trip} by="rider" />}
      <Link className="button button-primary button-wide" to={`/ride?${again.toString()}`}>
        {t.newRide}
      </Link>
    </>
  );
}

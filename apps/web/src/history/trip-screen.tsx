// One trip with its history, for its rider, its driver or an operator.
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from 'react-router';
import type { Trip } from '../api/client';
import { tripQuery } from '../api/queries';
import { useSession } from '../session/session';
import { dayTime, money } from '../text/format';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Shell } from '../ui/shell';
import { Card, Spinner } from '../ui/ui';
import { RateTrip } from './rate-trip';
import { StatusBadge } from './status-badge';
import './history.css';

const LIVE = new Set<Trip['status']>(['offered', 'scheduled', 'arrived', 'active']);

export function TripScreen() {
  const t = useText('history');
  const { loading } = useText('app');
  const { tripId = '' } = useParams();
  const me = useSession()?.user.userId;
  const details = useQuery(tripQuery(tripId));
  const { trip, history = [] } = details.data ?? {};
  const side = trip?.riderId === me ? 'rider' : trip?.driverId === me ? 'driver' : undefined;
  // The rider sees a current trip on the ride's screen.
  if (trip && side === 'rider' && LIVE.has(trip.status)) return <Navigate to={`/ride/${trip.rideId}`} replace />;
  return (
    <Shell>
      <div className="stack">
        {!trip && details.isPending && <Spinner label={loading} />}
        <ProblemNotice error={details.error} onRetry={() => void details.refetch()} />
        {trip && (
          <>
            <div className="row spread">
              <h1>{trip.destination.name ?? t.trip}</h1>
              <StatusBadge status={trip.status} />
            </div>
            <Card>
              <dl className="facts">
                <dt>{t.rider}</dt>
                <dd>{trip.riderName || '–'}</dd>
                <dt>{t.driver}</dt>
                <dd>{trip.driverName || '–'}</dd>
                <dt>{t.car}</dt>
                <dd>{[trip.vehicleDescription, trip.vehiclePlate].filter(Boolean).join(', ') || '–'}</dd>
                {trip.pickup.name && (
                  <>
                    <dt>{t.pickup}</dt>
                    <dd>{trip.pickup.name}</dd>
                  </>
                )}
                <dt>{t.seats}</dt>
                <dd>{trip.party.people}</dd>
                <dt>{t.fare}</dt>
                <dd className="number">{money(trip.fare)}</dd>
              </dl>
              {side === 'rider' && <Link to={`/ride/${trip.rideId}`}>{t.openRide}</Link>}
            </Card>
            {trip.status === 'completed' && side && <RateTrip trip={trip} by={side} />}
            <h2>{t.course}</h2>
            <ol className="course">
              {history.map(({ version, status, actor, time }) => (
                <li key={version}>
                  <strong>{status && t.status[status]}</strong>
                  <span className="small muted">
                    <time dateTime={time}>{dayTime(time)}</time>
                    {actor && `, ${t.by[actor]}`}
                  </span>
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </Shell>
  );
}

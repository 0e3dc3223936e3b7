// Why a ride has its car or none: the result of the newest plan, the cars tried, and the cars that approach.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Ride } from '../../api/client';
import { tripQuery } from '../../api/queries';
import { clockTime, dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Card, Notice } from '../../ui/ui';
import { approachesQuery } from '../operator.queries';
import { useZones } from '../lists/use-zones';
import { ApproachItem } from './approach-item';
import { CarsAsked } from './cars-asked';
import { MatchedBecause } from './matched-because';

const OVER: readonly Ride['status'][] = ['completed', 'cancelled', 'expired', 'no_show'];

export function MatchingExplained({ ride }: { ride: Ride }) {
  const t = useText('matching');
  const reasons = useText('reason');
  const zone = useZones()(ride.stationId);
  const isOver = OVER.includes(ride.status);
  const hasNoCar = ride.status === 'waiting';
  // Otherwise the last trip was declined, expired or cancelled.
  const hasCar = !hasNoCar && ride.status !== 'expired' && ride.status !== 'cancelled';
  const trip = useQuery({ ...tripQuery(ride.tripId ?? ''), enabled: Boolean(ride.tripId) });
  return (
    <Card label={t.matching}>
      <h2>{t.matching}</h2>
      {hasNoCar && (
        <Notice tone="warn">{ride.waitingReason ? reasons[ride.waitingReason].long : t.notConsidered}</Notice>
      )}
      {isOver && <p className="muted">{t.ended}</p>}
      {isOver && ride.waitingReason && <p>{reasons[ride.waitingReason].long}</p>}
      {ride.consideredTime && (
        <p className="small muted">{t.considered({ time: dayTime(ride.consideredTime, zone) })}</p>
      )}
      <ProblemNotice error={trip.error} />
      {hasCar && trip.data && <MatchedBecause trip={trip.data.trip} timeZone={zone} />}
      {ride.tripId && <CarsAsked rideId={ride.rideId} timeZone={zone} />}
      {ride.tripId && <Link to={`/operate/trips/${encodeURIComponent(ride.tripId)}`}>{t.openTrip}</Link>}
      {hasNoCar && <WhoComes stationId={ride.stationId} latest={ride.latestPickupTime} timeZone={zone} />}
    </Card>
  );
}

interface WhoComesProps {
  readonly stationId: string;
  readonly latest: string;
  readonly timeZone: string | undefined;
}

/** The cars that could still take the rider, each with a button to match now. */
function WhoComes({ stationId, latest, timeZone }: WhoComesProps) {
  const t = useText('matching');
  const { noApproach } = useText('live');
  const approaches = useQuery(approachesQuery(stationId));
  const inTime = (approaches.data ?? []).filter(({ etaTime }) => Date.parse(etaTime) <= Date.parse(latest));
  return (
    <section className="stack stack-tight">
      <h3>{t.whoComes}</h3>
      <p className="small muted">
        {t.latest} {clockTime(latest, timeZone)}
      </p>
      <ProblemNotice error={approaches.error} onRetry={() => void approaches.refetch()} />
      {approaches.isSuccess && inTime.length === 0 && <p className="muted">{noApproach}</p>}
      <ul className="stack stack-tight">
        {inTime.map((approach) => (
          <li key={approach.driverId}>
            <ApproachItem approach={approach} timeZone={timeZone} />
          </li>
        ))}
      </ul>
    </section>
  );
}

// One ride: its request, its result, and why.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { usePartyWords } from '../../party/party-words';
import { clockTime, dayTime, minutes } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Card, Spinner } from '../../ui/ui';
import { JourneyMap } from '../lists/journey-map';
import { useZones } from '../lists/use-zones';
import { MatchingExplained } from '../matching/matching-explained';
import { rideQuery } from '../operator.queries';
import { RideBadge } from '../words/status-badge';

export function RideDetail() {
  const t = useText('matching');
  const words = useText('operator');
  const { needs } = usePartyWords();
  const { loading } = useText('app');
  const { rideId = '' } = useParams();
  const query = useQuery(rideQuery(rideId));
  const zoneOf = useZones();
  const ride = query.data;
  if (!ride) {
    if (query.isPending) return <Spinner label={loading} />;
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { train } = ride;
  const zone = zoneOf(ride.stationId);
  return (
    <div className="stack">
      <Link to="/operate/rides">← {words.rides}</Link>
      <div className="row">
        <h1>{ride.riderName}</h1>
        <RideBadge status={ride.status} />
      </div>
      <div className="op-columns">
        <MatchingExplained ride={ride} />
        <Card label={words.details}>
          <h2>{words.details}</h2>
          <dl className="facts">
            <dt>{words.train}</dt>
            <dd>{[train.lineName, train.headsign, clockTime(train.arriveTime, zone)].filter(Boolean).join(' · ')}</dd>
            <dt>{words.station}</dt>
            <dd>
              <Link to={`/operate/stations/${encodeURIComponent(ride.stationId)}`}>{ride.stationName}</Link>
            </dd>
            <dt>{words.pickup}</dt>
            <dd>{ride.pickup.name ?? '–'}</dd>
            <dt>{words.destination}</dt>
            <dd>{ride.destination.name ?? '–'}</dd>
            <dt>{words.people}</dt>
            <dd>{[ride.party.people, ...needs(ride.party)].join(' · ')}</dd>
          </dl>
          <h3>{t.limits}</h3>
          <dl className="facts">
            <dt>{t.ready}</dt>
            <dd>{dayTime(ride.readyTime, zone)}</dd>
            <dt>{t.latest}</dt>
            <dd>{dayTime(ride.latestPickupTime, zone)}</dd>
            <dt>{t.direct}</dt>
            <dd>{minutes(ride.directSeconds)}</dd>
            <dt>{t.maxRide}</dt>
            <dd>{minutes(ride.maxRideSeconds)}</dd>
          </dl>
          <p className="small muted op-id">{ride.rideId}</p>
        </Card>
        <JourneyMap label={t.map} pickup={ride.pickup} destination={ride.destination} />
      </div>
    </div>
  );
}

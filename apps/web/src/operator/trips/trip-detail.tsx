// One trip: its details, its history, and cancelling it.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { tripQuery } from '../../api/queries';
import { usePartyWords } from '../../party/party-words';
import { clockTime, minutes, money } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Card, Spinner } from '../../ui/ui';
import { JourneyMap } from '../lists/journey-map';
import { useZones } from '../lists/use-zones';
import { MatchedBecause } from '../matching/matched-because';
import { TripBadge } from '../words/status-badge';
import { CancelTrip } from './cancel-trip';
import { TripHistory } from './trip-history';
import { TripEnd } from './trip-end';

export function TripDetail() {
  const t = useText('matching');
  const live = useText('live');
  const words = useText('operator');
  const { riders, needs } = usePartyWords();
  const { loading } = useText('app');
  const { tripId = '' } = useParams();
  const query = useQuery({ ...tripQuery(tripId), refetchInterval: 10_000 });
  const zoneOf = useZones();
  if (!query.data) {
    if (query.isPending) return <Spinner label={loading} />;
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { trip, history } = query.data;
  const zone = zoneOf(trip.stationId);
  return (
    <div className="stack">
      <Link to="/operate/trips">← {words.trips}</Link>
      <div className="row spread">
        <div className="row">
          <h1>{trip.riderName}</h1>
          <TripBadge status={trip.status} />
        </div>
        <CancelTrip trip={trip} />
      </div>
      <div className="op-columns">
        <Card label={words.details}>
          <h2>{words.details}</h2>
          <dl className="facts">
            <dt>{words.driver}</dt>
            <dd>
              <Link to={`/operate/drivers/${encodeURIComponent(trip.driverId)}`}>{trip.driverName}</Link>
            </dd>
            <dt>{words.vehicle}</dt>
            <dd>{[trip.vehiclePlate, trip.vehicleDescription].filter(Boolean).join(' · ')}</dd>
            <dt>{words.pickup}</dt>
            <dd>
              {trip.pickup.name ?? '–'} · {clockTime(trip.pickupTime, zone)}
            </dd>
            <dt>{words.destination}</dt>
            <dd>
              {trip.destination.name ?? '–'} · {clockTime(trip.dropoffTime, zone)}
            </dd>
            <dt>{t.direct}</dt>
            <dd>{minutes(trip.directSeconds)}</dd>
            <dt>{live.aboard}</dt>
            <dd>{[riders(trip.party), ...needs(trip.party)].join(' · ')}</dd>
            <dt>{t.fare}</dt>
            <dd>{money(trip.fare)}</dd>
          </dl>
          <TripEnd trip={trip} />
          <p className="small muted op-id">{trip.tripId}</p>
        </Card>
        <Card label={t.history}>
          <h2>{t.history}</h2>
          <TripHistory history={history} timeZone={zone} />
        </Card>
        <Card label={t.matching}>
          <h2>{t.matching}</h2>
          <MatchedBecause trip={trip} timeZone={zone} />
          <Link to={`/operate/rides/${encodeURIComponent(trip.rideId)}`}>{t.openRide}</Link>
        </Card>
        <JourneyMap label={t.map} pickup={trip.pickup} destination={trip.destination} />
      </div>
    </div>
  );
}

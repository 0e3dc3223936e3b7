// A summary of one trip.
import { Link } from 'react-router';
import type { Trip } from '../../api/client';
import { clockTime } from '../../text/format';
import { useText } from '../../text/text';
import { useZones } from '../lists/use-zones';
import { TripBadge } from '../words/status-badge';
import type { Selection } from './markers';

export function TripPanel({ trip, onSelect }: { trip: Trip; onSelect(selection: Selection): void }) {
  const t = useText('live');
  const words = useText('operator');
  const zone = useZones()(trip.stationId);
  return (
    <div className="stack">
      <h2>{trip.riderName}</h2>
      <div className="row">
        <TripBadge status={trip.status} />
      </div>
      <dl className="facts">
        <dt>{words.driver}</dt>
        <dd>
          <button type="button" className="link" onClick={() => onSelect({ kind: 'car', id: trip.driverId })}>
            {trip.driverName}
          </button>
        </dd>
        <dt>{words.vehicle}</dt>
        <dd>{trip.vehiclePlate}</dd>
        <dt>{t.pickupAt}</dt>
        <dd>{clockTime(trip.pickupTime, zone)}</dd>
        <dt>{t.dropoffAt}</dt>
        <dd>{clockTime(trip.dropoffTime, zone)}</dd>
        <dt>{words.destination}</dt>
        <dd>{trip.destination.name ?? '–'}</dd>
        <dt>{words.people}</dt>
        <dd>{trip.party.people}</dd>
      </dl>
      <Link to={`/operate/trips/${encodeURIComponent(trip.tripId)}`}>{t.openTrip}</Link>
    </div>
  );
}

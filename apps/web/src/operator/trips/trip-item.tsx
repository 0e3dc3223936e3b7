// A trip in a list.
import { Link } from 'react-router';
import type { Trip } from '../../api/client';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { useZones } from '../lists/use-zones';
import { TripBadge } from '../words/status-badge';

export function TripItem({ trip }: { trip: Trip }) {
  const t = useText('operator');
  const zoneOf = useZones();
  return (
    <li>
      <Link className="list-item" to={`/operate/trips/${encodeURIComponent(trip.tripId)}`}>
        <span className="op-row">
          <strong>{trip.riderName}</strong>
          <span>
            {trip.driverName} <span className="muted">· {trip.vehiclePlate}</span> →{' '}
            {trip.destination.name ?? t.destination}
          </span>
          <time className="small muted" dateTime={trip.createTime}>
            {dayTime(trip.createTime, zoneOf(trip.stationId))}
          </time>
          <span className="op-state">
            <TripBadge status={trip.status} />
          </span>
        </span>
      </Link>
    </li>
  );
}

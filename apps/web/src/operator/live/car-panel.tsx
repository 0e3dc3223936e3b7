// One car: its driver, the age of its position, where it drives and who is in it.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useNow } from '../../api/app-config';
import { ago, distance } from '../../text/format';
import { useText } from '../../text/text';
import { Badge } from '../../ui/ui';
import { driverQuery } from '../operator.queries';
import { TripBadge } from '../words/status-badge';
import type { Selection } from './markers';
import type { CarScene } from './scene.core';

export function CarPanel({ car, onSelect }: { car: CarScene; onSelect(selection: Selection): void }) {
  const t = useText('live');
  const words = useText('operator');
  const { stop } = useText('status');
  const now = useNow();
  const driver = useQuery(driverQuery(car.driverId));
  const { point } = car.location;
  const vehicle = driver.data?.vehicle;
  return (
    <div className="stack">
      <h2>{driver.data?.name ?? car.driverName ?? t.car}</h2>
      <dl className="facts">
        <dt>{words.vehicle}</dt>
        <dd>{vehicle ? `${vehicle.plate} · ${vehicle.description}` : (car.plate ?? '–')}</dd>
        <dt>{t.position}</dt>
        <dd>{ago(Math.max(0, (now - Date.parse(point.time)) / 1_000))}</dd>
        {point.accuracyMeters > 0 && (
          <>
            <dt>{t.accuracy}</dt>
            <dd>±{distance(Math.max(10, point.accuracyMeters))}</dd>
          </>
        )}
        <dt>{t.seats}</dt>
        <dd>{t.seatsOf({ used: car.seatsTaken, seats: car.route?.seats ?? vehicle?.seats ?? car.seatsTaken })}</dd>
      </dl>
      {car.route && (
        <section className="stack stack-tight">
          <h3>{t.route}</h3>
          <ol className="stack stack-tight">
            {car.route.stops.map(({ stationId, name, pickupStatus }) => (
              <li key={stationId} className="row spread">
                <span>{name}</span>
                {pickupStatus && (
                  <Badge tone={pickupStatus === 'arrived' ? 'accent' : 'plain'}>{stop[pickupStatus]}</Badge>
                )}
              </li>
            ))}
            <li className="muted">→ {car.route.destination.name ?? words.destination}</li>
          </ol>
        </section>
      )}
      <section className="stack stack-tight">
        <h3>{words.trips}</h3>
        {car.trips.length === 0 && <p className="muted">{t.noTrips}</p>}
        <ul className="stack stack-tight">
          {car.trips.map((trip) => (
            <li key={trip.tripId} className="row spread">
              <button type="button" className="link" onClick={() => onSelect({ kind: 'trip', id: trip.tripId })}>
                {trip.riderName}
              </button>
              <TripBadge status={trip.status} />
            </li>
          ))}
        </ul>
      </section>
      <Link to={`/operate/drivers/${encodeURIComponent(car.driverId)}`}>{t.openDriver}</Link>
    </div>
  );
}

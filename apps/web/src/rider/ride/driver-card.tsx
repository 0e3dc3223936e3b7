// The driver, the car, its ETA, and the PIN that proves it is the right car.
import { distanceMeters } from '@lastmile/geo';
import { useNow } from '../../api/app-config';
import type { Ride, Trip } from '../../api/client';
import type { CarLocation } from '../../live/live';
import { ago, clockTime, distance, minutes } from '../../text/format';
import { useText } from '../../text/text';
import { Card } from '../../ui/ui';
import { Pin } from './pin';

const OLD_SECONDS = 60;

interface Props {
  readonly ride: Ride;
  readonly trip: Trip;
  readonly car: CarLocation | undefined;
  readonly timeZone?: string;
}

export function DriverCard({ ride, trip, car, timeZone }: Props) {
  const t = useText('rider');
  const now = useNow();
  const isAboard = ride.status === 'active';
  const eta = isAboard ? (car?.dropoffEtaTime ?? trip.dropoffTime) : (car?.pickupEtaTime ?? trip.pickupTime);
  const left = (Date.parse(eta) - now) / 1_000;
  return (
    <Card isStrong label={t.driver}>
      {ride.status !== 'arrived' && (
        <div className="eta">
          <span className="muted">{isAboard ? t.dropoffIn : t.pickupIn}</span>
          <strong className="eta-value number">{left > 30 ? minutes(left) : t.anyMoment}</strong>
          <span className="muted">{t.about({ time: clockTime(eta, timeZone) })}</span>
        </div>
      )}
      <div className="plate-row">
        <div className="grow">
          <strong className="driver-name">{trip.driverName}</strong>
          {trip.vehicleDescription && <span className="muted">{trip.vehicleDescription}</span>}
        </div>
        <span className="plate">
          <span className="hidden-label">{t.plate} </span>
          {trip.vehiclePlate}
        </span>
      </div>
      {!isAboard && trip.pin && <Pin pin={trip.pin} />}
      <dl className="facts">
        {!isAboard && (
          <>
            <dt>{t.pickupAt}</dt>
            <dd>{trip.pickup.name ?? ride.stationName}</dd>
            <dt>{t.beAt}</dt>
            <dd className="number">{clockTime(ride.readyTime, timeZone)}</dd>
            <dt>{t.latestPickup}</dt>
            <dd className="number">{clockTime(trip.latestPickupTime, timeZone)}</dd>
          </>
        )}
        <dt>{t.destination}</dt>
        <dd>{trip.destination.name ?? t.pointOnMap}</dd>
      </dl>
      <CarNote car={car} trip={trip} isAboard={isAboard} now={now} />
    </Card>
  );
}

/** The contents of the map as text. */
function CarNote({ car, trip, isAboard, now }: { isAboard: boolean; now: number } & Pick<Props, 'car' | 'trip'>) {
  const t = useText('rider');
  if (!car) return <p className="small muted">{t.carUnknown}</p>;
  const age = Math.max(0, (now - Date.parse(car.point.time)) / 1_000);
  const away = distance(distanceMeters(car.point.position, trip.pickup.position));
  return (
    <p className={age > OLD_SECONDS ? 'small warn-text' : 'small muted'}>
      {t.carSeen({ ago: ago(age) })}
      {!isAboard && ` · ${t.carAway({ distance: away })}`}
    </p>
  );
}

// Why this car was chosen for a rider: the promises that are kept, and the driver's detour.
import type { Trip } from '../../api/client';
import { clockTime, minutes } from '../../text/format';
import { useText } from '../../text/text';

export function MatchedBecause({ trip, timeZone }: { trip: Trip; timeZone: string | undefined }) {
  const t = useText('matching');
  return (
    <ul className="stack stack-tight op-bullets">
      <li>
        {t.matchedWith({
          driver: trip.driverName,
          vehicle: [trip.vehiclePlate, trip.vehicleDescription].filter(Boolean).join(', '),
        })}
      </li>
      <li>
        {t.waitKept({ time: clockTime(trip.pickupTime, timeZone), limit: clockTime(trip.latestPickupTime, timeZone) })}
      </li>
      <li>
        {t.rideKept({
          time: clockTime(trip.dropoffTime, timeZone),
          limit: clockTime(trip.latestDropoffTime, timeZone),
        })}
      </li>
      <li>{t.addedDetour({ time: minutes(trip.addedDetourSeconds) })}</li>
    </ul>
  );
}

// What spoke for the car that a rider has: within the promises, and what it cost the driver.
import type { Trip } from '../../api/client';
import { clockTime, minutes } from '../../text/format';
import { useText } from '../../text/text';
import { matchingText } from './matching.text';

export function MatchedBecause({ trip, timeZone }: { trip: Trip; timeZone: string | undefined }) {
  const t = useText(matchingText);
  return (
    <ul className="stack stack-tight op-bullets">
      <li>{t.matchedWith(trip.driverName, [trip.vehiclePlate, trip.vehicleDescription].filter(Boolean).join(', '))}</li>
      <li>{t.waitKept(clockTime(trip.pickupTime, timeZone), clockTime(trip.latestPickupTime, timeZone))}</li>
      <li>{t.rideKept(clockTime(trip.dropoffTime, timeZone), clockTime(trip.latestDropoffTime, timeZone))}</li>
      <li>{t.addedDetour(minutes(trip.addedDetourSeconds))}</li>
    </ul>
  );
}

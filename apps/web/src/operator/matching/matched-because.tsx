// What spoke for the car that a rider has: within the promises, and what it cost the driver.
import type { Trip } from '../../api/client';
import { clockTime, minutes } from '../../text/format';
import { useText } from '../../text/text';
import { matchingText } from './matching.text';

export function MatchedBecause({ trip }: { trip: Trip }) {
  const t = useText(matchingText);
  return (
    <ul className="stack stack-tight op-bullets">
      <li>{t.matchedWith(trip.driverName, [trip.vehiclePlate, trip.vehicleDescription].filter(Boolean).join(', '))}</li>
      <li>{t.waitKept(clockTime(trip.pickupTime), clockTime(trip.latestPickupTime))}</li>
      <li>{t.rideKept(clockTime(trip.dropoffTime), clockTime(trip.latestDropoffTime))}</li>
      <li>{t.addedDetour(minutes(trip.addedDetourSeconds))}</li>
    </ul>
  );
}

// How a trip ended, and both ratings.
import type { Trip } from '../../api/client';
import { useText } from '../../text/text';

export function TripEnd({ trip }: { trip: Trip }) {
  const t = useText('matching');
  const { actor } = useText('status');
  // The driver's rating is the one that the rider gave, and vice versa.
  const ratings = [
    trip.driverRating > 0 && t.ratingOf({ actor: actor.driver, stars: trip.driverRating }),
    trip.riderRating > 0 && t.ratingOf({ actor: actor.rider, stars: trip.riderRating }),
  ].filter(Boolean);
  if (!trip.endedBy && !trip.endReason && ratings.length === 0) return null;
  return (
    <dl className="facts">
      {(trip.endedBy || trip.endReason) && (
        <>
          <dt>{t.endReason}</dt>
          <dd>{[trip.endedBy && actor[trip.endedBy], trip.endReason].filter(Boolean).join(': ')}</dd>
        </>
      )}
      {ratings.length > 0 && (
        <>
          <dt>{t.ratings}</dt>
          <dd>{ratings.join(' · ')}</dd>
        </>
      )}
    </dl>
  );
}

// Ratings of riders who were dropped off.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, keyed, type Trip } from '../api/client';
import { keys } from '../api/queries';
import { useText } from '../text/text';
import { Card } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { DriverProblem } from './driver-problem';
import { unratedQuery } from './driver-queries';

const STARS = [1, 2, 3, 4, 5] as const;
/** Maximum shown at once, to keep the list short. */
const MOST = 3;

/** Renders nothing when there is nobody to rate. */
export function RateRiders() {
  const t = useText('driver');
  const trips = useQuery(unratedQuery).data?.slice(0, MOST) ?? [];
  const [isThanked, setThanked] = useState(false);
  const rate = useCommand({
    run: ({ tripId, rating }: { tripId: string; rating: number }, key) => {
      const params = { path: { tripId }, ...keyed(key) };
      return answerOf(api.POST('/v1/trips/{tripId}/rating', { params, body: { rating } }));
    },
    touches: [keys.trips],
    onDone: () => setThanked(true),
  });
  if (trips.length === 0) return <p role="status">{isThanked && t.thanks}</p>;
  return (
    <Card label={t.rateRiders}>
      <h2>{t.rateRiders}</h2>
      <DriverProblem error={rate.error} />
      <ul className="stack stack-tight">
        {trips.map((trip) => (
          <Stars
            key={trip.tripId}
            trip={trip}
            isBusy={rate.isPending}
            onRate={(rating) => rate.mutate({ tripId: trip.tripId, rating })}
          />
        ))}
      </ul>
    </Card>
  );
}

function Stars({ trip, isBusy, onRate }: { trip: Trip; isBusy: boolean; onRate(rating: number): void }) {
  const t = useText('driver');
  return (
    <li className="row spread">
      <strong>{trip.riderName}</strong>
      <div className="driver-stars">
        {STARS.map((stars) => (
          <button
            key={stars}
            type="button"
            disabled={isBusy}
            aria-label={t.rate({ stars, name: trip.riderName })}
            onClick={() => onRate(stars)}
          >
            <span aria-hidden="true">{stars} ★</span>
          </button>
        ))}
      </div>
    </li>
  );
}

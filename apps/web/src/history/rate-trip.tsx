// Rates the other person with one to five stars, once.
import { useId, useState } from 'react';
import { answerOf, api, keyed, type Trip } from '../api/client';
import { keys } from '../api/queries';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Card } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import './rate-trip.css';

const STARS = [1, 2, 3, 4, 5] as const;

export function RateTrip({ trip, by }: { trip: Trip; by: 'rider' | 'driver' }) {
  const t = useText('history');
  const name = useId();
  const [chosen, setChosen] = useState(0);
  const given = by === 'rider' ? trip.driverRating : trip.riderRating;
  const rate = useCommand({
    run: (rating: number, key) => {
      const params = { ...keyed(key), path: { tripId: trip.tripId } };
      return answerOf(api.POST('/v1/trips/{tripId}/rating', { params, body: { rating } }));
    },
    touches: [keys.trips],
  });
  if (given > 0) {
    return (
      <Card>
        <p role="status">{t.rated({ count: given })}</p>
      </Card>
    );
  }
  return (
    <Card>
      <fieldset className="stars">
        <legend>{by === 'rider' ? t.rateDriver : t.rateRider}</legend>
        {STARS.map((star) => (
          <label key={star} className={star <= chosen ? 'star star-on' : 'star'}>
            <input type="radio" name={name} checked={star === chosen} onChange={() => setChosen(star)} />
            <span aria-hidden="true">★</span>
            <span className="hidden-label">{t.stars({ count: star })}</span>
          </label>
        ))}
      </fieldset>
      <ProblemNotice error={rate.error} />
      <Button tone="primary" disabled={chosen === 0} isBusy={rate.isPending} onClick={() => rate.mutate(chosen)}>
        {t.rate}
      </Button>
    </Card>
  );
}

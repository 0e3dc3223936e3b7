// Offers that wait for an answer, and an announcement for drivers who do not look at the screen.
import type { Trip } from '../../api/client';
import { useNow } from '../../api/app-config';
import { usePartyWords } from '../../party/party-words';
import { minutes } from '../../text/format';
import { useText } from '../../text/text';
import { OfferCard } from './offer-card';
import type { Route } from './stop.types';

const COUNT_MS = 250;

export function Offers({ route, trips }: { route: Route; trips: readonly Trip[] }) {
  const t = useText('duty');
  const { riders } = usePartyWords();
  const now = useNow(COUNT_MS);
  const open = trips
    .filter(
      ({ status, offerExpireTime }) => status === 'offered' && offerExpireTime && Date.parse(offerExpireTime) > now,
    )
    .toSorted((a, b) => (a.offerExpireTime ?? '').localeCompare(b.offerExpireTime ?? ''));
  return (
    <>
      <div className="hidden-label" aria-live="assertive">
        {open.map((trip) => {
          const { from, to } = endsOf(route, trip, t.roughPlace);
          const adds = t.adds({
            minutes: minutes(trip.addedDetourSeconds),
            riders: riders(trip.party),
          });
          return <p key={trip.tripId}>{t.announced({ rider: trip.riderName, adds, from, to })}</p>;
        })}
      </div>
      {open.map((trip) => (
        <OfferCard key={trip.tripId} trip={trip} now={now} {...endsOf(route, trip, t.roughPlace)} />
      ))}
    </>
  );
}

/** Before it is accepted, an offer shows only a rounded destination. */
function endsOf(route: Route, { stationId, pickup }: Trip, roughPlace: string): { from: string; to: string } {
  const station = route.stops.find((stop) => stop.stationId === stationId)?.name;
  const kerb = pickup.name && pickup.name !== station ? pickup.name : undefined;
  return { from: [station, kerb].filter(Boolean).join(', '), to: roughPlace };
}

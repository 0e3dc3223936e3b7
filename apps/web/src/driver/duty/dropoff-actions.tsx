// The actions for a party at its destination.
import type { Trip } from '../../api/client';
import { usePartyWords } from '../../party/party-words';
import { useText } from '../../text/text';
import { Button } from '../../ui/ui';
import { DriverProblem } from '../driver-problem';
import { useStationTime } from '../station-time';
import { useEndTrip } from './trip-commands';

export function DropoffActions({ trip, isNext }: { trip: Trip; isNext: boolean }) {
  const t = useText('duty');
  const { riders } = usePartyWords();
  const at = useStationTime();
  const end = useEndTrip(trip.tripId);
  if (trip.status !== 'active') return <p className="small muted">{t.afterPickup}</p>;
  return (
    <>
      <p className="small muted">
        {riders(trip.party)}, {t.latest({ time: at(trip.latestDropoffTime) })}
      </p>
      <DriverProblem error={end.error} />
      <div>
        <Button
          tone={isNext ? 'primary' : 'plain'}
          isBusy={end.isPending}
          aria-label={`${t.droppedOff}: ${trip.riderName}`}
          onClick={() => end.mutate('dropoff')}
        >
          {t.droppedOff}
        </Button>
      </div>
    </>
  );
}

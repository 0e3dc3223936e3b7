// One party at the pickup point: when they come, entering their PIN, or reporting that they did not come.
import type { Trip } from '../../api/client';
import { PartyNeeds, usePartyWords } from '../../party/party-words';
import { useText } from '../../text/text';
import { Badge } from '../../ui/ui';
import { DriverProblem } from '../driver-problem';
import { useStationTime } from '../station-time';
import { ConfirmButton } from './confirm-button';
import { PinEntry } from './pin-entry';
import { useEndTrip } from './trip-commands';

export function PickupRow({ trip }: { trip: Trip }) {
  const t = useText('duty');
  const { riders } = usePartyWords();
  const at = useStationTime();
  const end = useEndTrip(trip.tripId);
  const { riderName, party, readyTime, latestPickupTime } = trip;
  const isArrived = trip.status === 'arrived';
  return (
    <li className="stack stack-tight driver-pickup">
      <div className="row">
        <div className="grow">
          <strong>{t.offerFrom({ rider: riderName, more: party.people - 1 })}</strong>
          <p className="small muted">
            {t.atKerb({ time: at(readyTime) })}, {t.latest({ time: at(latestPickupTime) })}
          </p>
        </div>
        <Badge>{riders(party)}</Badge>
        <PartyNeeds party={party} />
      </div>
      {isArrived && <PinEntry trip={trip} />}
      <DriverProblem error={end.error} />
      <div className="row">
        {isArrived && (
          <ConfirmButton
            label={t.noShow}
            title={t.noShowTitle({ rider: riderName })}
            body={t.noShowBody}
            isBusy={end.isPending}
            onConfirm={() => end.mutate('no-show')}
          />
        )}
        <ConfirmButton
          label={t.cancelTrip}
          title={t.cancelTitle({ rider: riderName })}
          body={t.cancelBody}
          isBusy={end.isPending}
          onConfirm={() => end.mutate('cancel')}
        />
      </div>
    </li>
  );
}

// The state of matching, for the rider: which drivers get offers, why there is no car yet, and how long the search
// continues.
import { useQuery } from '@tanstack/react-query';
import { useNow } from '../../api/app-config';
import type { Ride, Station } from '../../api/client';
import { tripQuery } from '../../api/queries';
import { clockTime, minutes, seconds } from '../../text/format';
import { useText } from '../../text/text';
import { Card, LineBadge, Notice } from '../../ui/ui';
import { isWaitingAgain } from './stage';

export function Waiting({ ride, station }: { ride: Ride; station: Station | undefined }) {
  const t = useText('rider');
  const now = useNow();
  const { train } = ride;
  const timeZone = station?.timeZone;
  const line = station?.lines.find(({ shortName }) => shortName === train.lineName);
  const trainIn = (Date.parse(train.arriveTime) - now) / 1_000;
  return (
    <Card>
      {isWaitingAgain(ride) && <Notice tone="warn">{t.waitingAgain}</Notice>}
      {ride.status === 'offered' && ride.tripId ? (
        <Offered tripId={ride.tripId} now={now} />
      ) : (
        <p>{ride.waitingReason ? t.reason[ride.waitingReason] : t.waitingAbout}</p>
      )}
      <div className="search-line" aria-hidden="true" />
      <dl className="facts">
        <dt>{t.train}</dt>
        <dd>
          {train.lineName && <LineBadge line={line ?? { shortName: train.lineName }} />}{' '}
          <span className="number">{clockTime(train.arriveTime, timeZone)}</span>
          {trainIn > 0 && <span className="muted nowrap"> · {t.arrivesIn({ minutes: minutes(trainIn) })}</span>}
        </dd>
        <dt>{t.pickupAt}</dt>
        <dd>{ride.pickup.name ?? ride.stationName}</dd>
        <dt>{t.beAt}</dt>
        <dd className="number">{clockTime(ride.readyTime, timeZone)}</dd>
        <dt>{t.waitsUntil}</dt>
        <dd className="number">{clockTime(ride.latestPickupTime, timeZone)}</dd>
      </dl>
    </Card>
  );
}

function Offered({ tripId, now }: { tripId: string; now: number }) {
  const t = useText('rider');
  const { data } = useQuery(tripQuery(tripId));
  const until = data?.trip.offerExpireTime;
  const left = until ? (Date.parse(until) - now) / 1_000 : 0;
  return <p>{left > 0 ? t.offeredAbout({ seconds: seconds(left) }) : t.offeredLapses}</p>;
}

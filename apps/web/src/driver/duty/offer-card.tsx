// One offer: who, from where to where, how much it adds, and the time left to answer.
import type { Trip } from '../../api/client';
import { PartyNeeds, usePartyWords } from '../../party/party-words';
import { minutes } from '../../text/format';
import { useText } from '../../text/text';
import { Badge, Button, Card } from '../../ui/ui';
import { DriverProblem } from '../driver-problem';
import { useStationTime } from '../station-time';
import { useAnswerOffer } from './trip-commands';

interface Props {
  readonly trip: Trip;
  /** The platform's time in milliseconds. */
  readonly now: number;
  readonly from: string;
  readonly to: string;
}

export function OfferCard({ trip, now, from, to }: Props) {
  const t = useText('duty');
  const { riders } = usePartyWords();
  const at = useStationTime();
  const answer = useAnswerOffer(trip.tripId);
  const { riderName, party, addedDetourSeconds, pickupTime, createTime, offerExpireTime = createTime } = trip;
  const end = Date.parse(offerExpireTime);
  const left = Math.max(0, end - now);
  const share = left / Math.max(1, end - Date.parse(createTime));
  const seconds = Math.ceil(left / 1_000);
  return (
    <Card isStrong label={`${t.offer}: ${riderName}`}>
      <div className="row spread">
        <h2>{t.offerFrom({ rider: riderName, more: party.people - 1 })}</h2>
        <span className="driver-countdown number" role="timer" aria-label={t.secondsLeftSpoken({ seconds })}>
          {t.secondsLeft({ seconds })}
        </span>
      </div>
      <div className="meter" aria-hidden="true">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      <div className="row">
        <Badge tone="accent">{t.adds({ minutes: minutes(addedDetourSeconds), riders: riders(party) })}</Badge>
        <PartyNeeds party={party} />
      </div>
      <dl className="facts">
        <dt>{t.from}</dt>
        <dd>{from}</dd>
        <dt>{t.toPlace}</dt>
        <dd>{to}</dd>
        <dt>{t.atTime}</dt>
        <dd className="number">{at(pickupTime)}</dd>
      </dl>
      <DriverProblem error={answer.error} />
      <div className="driver-answers">
        <Button isBusy={answer.isPending} onClick={() => answer.mutate('decline')}>
          {t.decline}
        </Button>
        <Button tone="primary" isBusy={answer.isPending} onClick={() => answer.mutate('accept')}>
          {t.accept}
        </Button>
      </div>
    </Card>
  );
}

// The quote for the chosen ride, and the button that requests it.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { distanceMeters } from '@lastmile/geo';
import { partyFor } from '@lastmile/party';
import { answerOf, api, type Station } from '../../api/client';
import { keys } from '../../api/queries';
import { MapView } from '../../map/map';
import { PartyFields } from '../../party/party-fields';
import { clockTime, minutes } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Card, Choices, Notice, Spinner } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import { riderQuery, wishOf, type Wish } from '../rider.queries';
import { WAITS, type Draft } from './draft';
import { requestRide } from './request-ride';
import { StepHead } from './step-head';

const FAR_METERS = 8_000;
const QUOTE_MS = 30_000;

interface Props {
  readonly draft: Draft;
  readonly station: Station;
  onChange(part: Partial<Draft>): void;
}

export function QuoteStep({ draft, station, onChange }: Props) {
  const t = useText('rider');
  const { loading } = useText('app');
  const navigate = useNavigate();
  const rider = useQuery(riderQuery);
  const party = partyFor(draft.party, rider.data);
  const wish = wishOf({ ...draft, party });
  const quote = useQuery({
    queryKey: ['quote', wish],
    queryFn: () => answerOf(api.POST('/v1/rides/quote', { body: wish! })),
    enabled: Boolean(wish),
    placeholderData: keepPreviousData,
    staleTime: QUOTE_MS,
  });
  const request = useCommand({
    run: (body: Wish, key) => requestRide(body, key),
    touches: [keys.rides],
    onDone: ({ rideId }) => void navigate(`/ride/${rideId}`, { replace: true }),
  });
  const { destination } = draft;
  const pickup = quote.data?.pickup;
  const markers = useMemo(
    () => [
      { id: 'station', kind: 'station' as const, position: station.position, label: station.name },
      ...(pickup ? [{ id: 'pickup', kind: 'pickup' as const, position: pickup.position, label: pickup.name }] : []),
      ...(destination
        ? [{ id: 'to', kind: 'destination' as const, position: destination.position, label: destination.name }]
        : []),
    ],
    [station, pickup, destination],
  );
  const fit = useMemo(() => [station.position, ...(destination ? [destination.position] : [])], [station, destination]);
  const isFar = destination && distanceMeters(station.position, destination.position) > FAR_METERS;
  return (
    <div className="pick">
      <div className="pick-map pick-map-low">
        <MapView label={t.mapOf} markers={markers} fit={fit} height="100%" />
      </div>
      <div className="stack">
        <StepHead>{t.yourRide}</StepHead>
        {isFar && <Notice tone="warn">{t.tooFar}</Notice>}
        <Card>
          <PartyFields party={party} onChange={(part) => onChange({ party: { ...draft.party, ...part } })} />
          <div className="waits">
            <Choices
              legend={t.maxWait}
              options={WAITS.map((seconds) => ({ value: seconds, label: minutes(seconds) }))}
              value={draft.maxWaitSeconds as (typeof WAITS)[number]}
              onChange={(maxWaitSeconds) => onChange({ maxWaitSeconds })}
            />
          </div>
        </Card>
        <Card label={t.quote}>
          <h2>{t.quote}</h2>
          {quote.isPending && <Spinner label={loading} />}
          <ProblemNotice error={quote.error} words={t.refusal} onRetry={() => void quote.refetch()} />
          {quote.data && (
            <dl className="facts">
              <dt>{t.pickupAt}</dt>
              <dd>{quote.data.pickup.name ?? station.name}</dd>
              <dt>{t.atKerb}</dt>
              <dd className="number">{clockTime(quote.data.readyTime, station.timeZone)}</dd>
              <dt>{t.latestPickup}</dt>
              <dd className="number">{clockTime(quote.data.latestPickupTime, station.timeZone)}</dd>
              <dt>{t.directDrive}</dt>
              <dd>{minutes(quote.data.directSeconds)}</dd>
              <dt>{t.longestDrive}</dt>
              <dd>{minutes(quote.data.maxRideSeconds)}</dd>
            </dl>
          )}
          <p className="small muted">{t.promise}</p>
        </Card>
        <ProblemNotice error={request.error} words={t.refusal} />
        <div className="action-bar">
          <Button
            tone="primary"
            isWide
            isBusy={request.isPending}
            disabled={!wish || quote.isError}
            onClick={() => wish && request.mutate(wish)}
          >
            {request.isPending ? t.requesting : t.request}
          </Button>
        </div>
      </div>
    </div>
  );
}

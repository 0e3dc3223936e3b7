// The page of a share link: one trip, for people without an account, until it ends.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { useNow } from '../api/app-config';
import { answerOf, api, type Schemas } from '../api/client';
import { ApiProblem } from '../api/problem';
import { MapView } from '../map/map';
import type { MapMarker } from '../map/map.types';
import { ago, clockTime } from '../text/format';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Card, EmptyState, Spinner } from '../ui/ui';
import '../ui/shell.css';

type Shared = Schemas['SharedTrip'];
const EVERY_MS = 4_000;
/** Older positions are drawn faint. */
const OLD_SECONDS = 60;

export function SharedTrip() {
  const t = useText('shared');
  const { loading } = useText('app');
  const { token = '' } = useParams();
  const trip = useQuery({
    queryKey: ['shared', token],
    queryFn: () => answerOf(api.GET('/v1/shared/{token}', { params: { path: { token } } })),
    // An ended trip never continues, so polling stops.
    refetchInterval: ({ state }) => (isOver(state.error) ? false : EVERY_MS),
  });
  return (
    <main className="main stack">
      <h1>{t.title}</h1>
      {trip.isPending && <Spinner label={loading} />}
      {isOver(trip.error) ? (
        <EmptyState title={t.over}>
          <p>{t.overAbout}</p>
        </EmptyState>
      ) : (
        <>
          <ProblemNotice error={trip.error} onRetry={() => void trip.refetch()} />
          {trip.data && <Progress trip={trip.data} />}
        </>
      )}
    </main>
  );
}

function Progress({ trip }: { trip: Shared }) {
  const t = useText('shared');
  const now = useNow();
  const { car } = trip;
  const ageSeconds = car ? Math.max(0, now - Date.parse(car.time)) / 1_000 : undefined;
  const isOld = ageSeconds !== undefined && ageSeconds > OLD_SECONDS;
  const markers = useMemo(() => markersOf(trip, isOld), [trip, isOld]);
  const fit = useMemo(
    () => [trip.pickup.position, trip.destination.position],
    // Set only once, because the reader may move the map.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [],
  );
  const isAboard = trip.status === 'active';
  return (
    <>
      <h2 aria-live="polite">
        {isAboard
          ? t.active
          : trip.status === 'arrived'
            ? t.arrived({ driver: trip.driverName })
            : t.scheduled({ driver: trip.driverName })}
      </h2>
      <MapView label={t.map} markers={markers} fit={fit} height="20rem" />
      <p className="muted">{ageSeconds === undefined ? t.unseen : t.seen({ ago: ago(ageSeconds) })}</p>
      <Card>
        <dl className="facts">
          {!isAboard && (
            <>
              <dt>{t.pickup}</dt>
              <dd className="number">
                {t.about({ time: clockTime(car?.pickupEtaTime ?? trip.pickupTime, trip.timeZone) })}
              </dd>
            </>
          )}
          <dt>{t.arrival}</dt>
          <dd className="number">
            {t.about({ time: clockTime(car?.dropoffEtaTime ?? trip.dropoffTime, trip.timeZone) })}
          </dd>
          {trip.vehicleDescription && (
            <>
              <dt>{t.car}</dt>
              <dd>{trip.vehicleDescription}</dd>
            </>
          )}
          <dt>{t.plate}</dt>
          <dd>{trip.vehiclePlate}</dd>
        </dl>
      </Card>
    </>
  );
}

const isOver = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

function markersOf({ pickup, destination, car, status }: Shared, isOld: boolean): MapMarker[] {
  return [
    ...(status === 'active' ? [] : [{ id: 'pickup', kind: 'pickup' as const, position: pickup.position }]),
    { id: 'destination', kind: 'destination', position: destination.position },
    ...(car ? [{ id: 'car', kind: 'car' as const, position: car.position, isOld }] : []),
  ];
}

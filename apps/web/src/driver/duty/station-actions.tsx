// Actions at a station: arrive, let riders in, drive on; and why nobody was matched there.
import type { Schemas } from '../../api/client';
import { useText } from '../../text/text';
import { Button } from '../../ui/ui';
import { DriverProblem } from '../driver-problem';
import { ConfirmButton } from './confirm-button';
import { LeftBehind } from './left-behind';
import { PickupRow } from './pickup-row';
import type { Route, StationStop } from './stop.types';
import { useArrive, useLeaveStation } from './trip-commands';

interface Props {
  readonly route: Route;
  readonly stop: StationStop;
  readonly approach: Schemas['Approach'] | undefined;
}

export function StationActions({ route, stop, approach }: Props) {
  const t = useText('duty');
  const arrive = useArrive(route.routeId);
  const leave = useLeaveStation(route.routeId);
  const { stationId, name = '', pickupStatus, trips } = stop;
  const expected = trips.filter(({ status }) => status === 'scheduled');
  const isThere = pickupStatus === 'arrived';
  const tripIds = expected.map(({ tripId }) => tripId);
  return (
    <>
      {trips.length > 0 ? (
        <ul className="stack stack-tight">
          {trips.map((trip) => (
            <PickupRow key={trip.tripId} trip={trip} />
          ))}
        </ul>
      ) : (
        <p className="muted">{t.nobodyYet}</p>
      )}
      {trips.length === 0 && <LeftBehind match={approach?.lastMatch} />}
      <DriverProblem error={arrive.error ?? leave.error} />
      <div className="row">
        {(!isThere || expected.length > 0) && (
          <Button tone="primary" isBusy={arrive.isPending} onClick={() => arrive.mutate({ stationId, tripIds })}>
            {t.arrived}
          </Button>
        )}
        {isThere && trips.length === 0 && (
          <Button
            tone="primary"
            isBusy={leave.isPending}
            onClick={() => leave.mutate({ stationId, pickupStatus: 'departed' })}
          >
            {t.driveOn}
          </Button>
        )}
        {pickupStatus === 'ahead' && trips.length === 0 && (
          <ConfirmButton
            label={t.skip}
            title={t.skipTitle({ station: name })}
            body={t.skipBody}
            isBusy={leave.isPending}
            onConfirm={() => leave.mutate({ stationId, pickupStatus: 'skipped' })}
          />
        )}
      </div>
    </>
  );
}

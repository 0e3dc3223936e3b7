// The screen on duty: the car's position, offers, the next stop, seats, and the end.
import type { Schemas } from '../../api/client';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Shell } from '../../ui/shell';
import { PositionPanel } from '../positions/position-panel';
import { useCarPosition } from '../positions/use-car-position';
import { StationTimeZone } from '../station-time';
import { DutyMap } from './duty-map';
import { FinishRoute } from './finish-route';
import { Offers } from './offers';
import { SeatsPanel } from './seats-panel';
import { StopList } from './stop-list';
import type { Route } from './stop.types';
import { useLeaveStation } from './trip-commands';
import { useDuty } from './use-duty';

const STATION_KEY = /^station:/;

export function DutyScreen({ route, driver }: { route: Route; driver: Schemas['Driver'] }) {
  const t = useText('duty');
  const { pickedPlace } = useText('driver');
  const duty = useDuty(route);
  const leave = useLeaveStation(route.routeId);
  const car = useCarPosition({
    routeId: route.routeId,
    targets: duty.targets,
    onLeft: (key) => {
      if (!STATION_KEY.test(key)) return;
      leave.mutate({ stationId: key.replace(STATION_KEY, ''), pickupStatus: 'departed' });
    },
  });
  const [near] = duty.approaches.values();
  const known = car.fix ?? (near && { position: near.position, time: near.positionTime });
  return (
    <StationTimeZone value={duty.timeZone}>
      <Shell isWide>
        <div className="driver-columns">
          <DutyMap route={route} stops={duty.stops} car={known} />
          <div className="stack">
            <div>
              <h1>{t.onDuty}</h1>
              <p className="muted">{t.to({ place: route.destination.name ?? pickedPlace })}</p>
            </div>
            <ProblemNotice error={duty.error} onRetry={duty.retry} />
            <Offers route={route} trips={duty.trips} />
            <StopList route={route} duty={duty} />
            <PositionPanel car={car} />
            <SeatsPanel route={route} trips={duty.trips} seatLimit={driver.vehicle.seats} />
            <FinishRoute route={route} trips={duty.trips} />
          </div>
        </div>
      </Shell>
    </StationTimeZone>
  );
}

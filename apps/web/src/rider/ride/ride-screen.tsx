// One ride from the request to the arrival: what happens now, when, and what to do.
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { Ride, Trip } from '../../api/client';
import { stationsQuery, tripQuery } from '../../api/queries';
import { useCar } from '../../live/live-context';
import { useText, type Texts } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Spinner } from '../../ui/ui';
import { rideQuery } from '../rider.queries';
import { Actions } from './actions';
import { DriverCard } from './driver-card';
import { Ended } from './ended';
import { RideMap } from './ride-map';
import { hasCar, isEnded, stageOf } from './stage';
import { Stages } from './stages';
import { Waiting } from './waiting';
import './ride.css';

export function RideScreen() {
  const t = useText('rider');
  const { loading } = useText('app');
  const { rideId = '' } = useParams();
  const asked = useQuery(rideQuery(rideId));
  const ride = asked.data;
  const stations = useQuery(stationsQuery);
  const details = useQuery({ ...tripQuery(ride?.tripId ?? ''), enabled: Boolean(ride?.tripId) });
  const trip = ride?.tripId ? details.data?.trip : undefined;
  const car = useCar(ride && hasCar(ride) ? ride.tripId : undefined);
  if (!ride) {
    if (asked.isPending) return <Spinner label={loading} />;
    return <ProblemNotice error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  const station = stations.data?.find(({ stationId }) => stationId === ride.stationId);
  const timeZone = station?.timeZone;
  const stage = stageOf(ride.status);
  return (
    <div className={isEnded(ride) ? 'stack ride-ended' : 'pick ride'}>
      {!isEnded(ride) && (
        <div className="pick-map">
          <RideMap ride={ride} car={hasCar(ride) ? car : undefined} plate={trip?.vehiclePlate} />
        </div>
      )}
      <div className="stack">
        <div role="status">
          <h1>{headline(t, ride, trip)}</h1>
        </div>
        {stage && <Stages stage={stage} />}
        <ProblemNotice error={details.error} onRetry={() => void details.refetch()} />
        {(ride.status === 'waiting' || ride.status === 'offered') && <Waiting ride={ride} station={station} />}
        {hasCar(ride) && trip && <DriverCard ride={ride} trip={trip} car={car} timeZone={timeZone} />}
        {hasCar(ride) && details.isPending && <Spinner label={loading} />}
        {isEnded(ride) ? <Ended ride={ride} trip={trip} timeZone={timeZone} /> : <Actions ride={ride} trip={trip} />}
      </div>
    </div>
  );
}

function headline(t: Texts['rider'], { status }: Ride, trip: Trip | undefined): string {
  const driver = trip?.driverName || t.driver;
  switch (status) {
    case 'offered':
      return t.offered;
    case 'scheduled':
      return t.scheduled({ driver });
    case 'arrived':
      return t.arrived({ driver });
    case 'active':
      return t.active;
    case 'completed':
      return t.completed;
    case 'cancelled':
      return t.cancelled;
    case 'expired':
      return t.expired;
    case 'no_show':
      return t.noShow;
    case 'waiting':
    case undefined:
      return t.waiting;
  }
}

// The rider's actions on a ride that is not over.
import { answerOf, api, keyed, type Ride, type Trip } from '../../api/client';
import { useNow } from '../../api/app-config';
import { keys } from '../../api/queries';
import { useText } from '../../text/text';
import { useCommand } from '../../ui/use-command';
import { AskFirst } from './ask-first';
import { canCancel, hasCar } from './stage';
import { ShareTrip } from './share-trip';

export function Actions({ ride, trip }: { ride: Ride; trip: Trip | undefined }) {
  const t = useText('rider');
  const now = useNow();
  const touches = [keys.rides, keys.trips];
  const cancel = useCommand({
    run: (_: undefined, key) =>
      answerOf(
        api.POST('/v1/rides/{rideId}/cancel', { params: { ...keyed(key), path: { rideId: ride.rideId } }, body: {} }),
      ),
    touches,
  });
  const noShow = useCommand({
    run: (_: undefined, key) =>
      answerOf(
        api.POST('/v1/trips/{tripId}/no-show', {
          params: { ...keyed(key), path: { tripId: trip?.tripId ?? '' } },
          body: {},
        }),
      ),
    touches,
  });
  const isLate = ride.status === 'scheduled' && trip && now > Date.parse(trip.latestPickupTime);
  return (
    <div className="row">
      {trip && hasCar(ride) && <ShareTrip tripId={trip.tripId} />}
      {isLate && <AskFirst label={t.notCome} question={t.notComeSure} about={t.notComeAbout} command={noShow} />}
      {canCancel(ride) && (
        <AskFirst label={t.cancelRide} question={t.cancelSure} about={t.cancelAbout} command={cancel} />
      )}
    </div>
  );
}

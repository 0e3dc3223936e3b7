// A map of the ride: the car while it may be shown, the pickup point and the destination.
import { useMemo } from 'react';
import { useNow } from '../../api/app-config';
import type { Ride } from '../../api/client';
import type { CarLocation } from '../../live/live';
import { MapView } from '../../map/map';
import { useText } from '../../text/text';

const OLD_SECONDS = 60;
const LOOK_MS = 10_000;

export function RideMap({ ride, car, plate }: { ride: Ride; car: CarLocation | undefined; plate?: string }) {
  const t = useText('rider');
  const now = useNow(LOOK_MS);
  const { pickup, destination, stationName } = ride;
  const isOld = car ? now - Date.parse(car.point.time) > OLD_SECONDS * 1_000 : false;
  const markers = useMemo(
    () => [
      { id: 'pickup', kind: 'pickup' as const, position: pickup.position, label: pickup.name ?? stationName },
      { id: 'to', kind: 'destination' as const, position: destination.position, label: destination.name },
      ...(car ? [{ id: 'car', kind: 'car' as const, position: car.point.position, label: plate, isOld }] : []),
    ],
    [pickup, destination, stationName, car, plate, isOld],
  );
  const lines = useMemo(
    () => [{ id: 'way', points: [pickup.position, destination.position], isDashed: true }],
    [pickup, destination],
  );
  // The view is reset when the car appears, but not when it moves.
  const isSeen = Boolean(car);
  const fit = useMemo(
    () => [pickup.position, destination.position, ...(isSeen && car ? [car.point.position] : [])],
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [pickup, destination, isSeen],
  );
  return <MapView label={t.mapOf} markers={markers} lines={lines} fit={fit} height="100%" />;
}

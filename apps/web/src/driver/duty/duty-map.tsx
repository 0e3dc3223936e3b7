// The own car, the numbered stops ahead, and the route between them.
import { useMemo, useState } from 'react';
import type { Position } from '../../api/client';
import { MapView } from '../../map/map';
import type { MapLine, MapMarker } from '../../map/map.types';
import { useText } from '../../text/text';
import type { DriverStop, Route } from './stop.types';

interface Props {
  readonly route: Route;
  readonly stops: readonly DriverStop[];
  readonly car: { readonly position: Position; readonly headingDegrees?: number } | undefined;
}

const KINDS = { station: 'pickup', dropoff: 'rider', destination: 'destination' } as const;

export function DutyMap({ route, stops, car }: Props) {
  const t = useText('duty');
  const { pickedPlace } = useText('driver');
  const markers = useMemo<MapMarker[]>(() => {
    const marks = stops.map((stop, at): MapMarker => {
      const name = stop.kind === 'dropoff' ? stop.trip.riderName : (stop.name ?? pickedPlace);
      return { id: stop.key, kind: KINDS[stop.kind], position: stop.position, label: `${at + 1}. ${name}` };
    });
    if (!car) return marks;
    const { position, headingDegrees: heading } = car;
    return [...marks, { id: 'car', kind: 'car', position, heading, label: t.ownCar }];
  }, [stops, car, t, pickedPlace]);
  const lines = useMemo<MapLine[]>(() => {
    const points = [...(car ? [car] : []), ...stops].map(({ position }) => position);
    return points.length > 1 ? [{ id: 'route', points }] : [];
  }, [stops, car]);
  // Changed when a stop is done and not with every position, because the driver may have moved the map.
  const [start, setStart] = useState(car?.position);
  if (!start && car) setStart(car.position);
  const fit = useMemo(() => {
    const places = [...route.stops, route.destination, ...stops].map(({ position }) => position);
    return start ? [...places, start] : places;
  }, [route, stops, start]);
  return (
    <div className="driver-map">
      <MapView label={t.mapLabel({ stops: stops.length })} markers={markers} lines={lines} fit={fit} height="100%" />
    </div>
  );
}

// A map to choose stations on; the chosen ones are numbered, with the route between them.
import { useMemo } from 'react';
import type { Station } from '../../api/client';
import { MapView } from '../../map/map';
import type { MapLine, MapMarker } from '../../map/map.types';
import { useText } from '../../text/text';
import type { Destination } from './destination-choice';

interface Props {
  readonly stations: readonly Station[];
  readonly chosen: readonly Station[];
  readonly destination: Destination | undefined;
  onToggle(station: Station): void;
  onPick(destination: Destination): void;
}

export function SetupMap({ stations, chosen, destination, onToggle, onPick }: Props) {
  const t = useText('driver');
  const markers = useMemo<MapMarker[]>(() => {
    const marks = stations.map((station): MapMarker => {
      const place = chosen.indexOf(station) + 1;
      const { stationId, name, position } = station;
      return {
        id: stationId,
        kind: place ? 'pickup' : 'station',
        position,
        label: place ? `${place}. ${name}` : name,
        onSelect: () => onToggle(station),
      };
    });
    if (!destination) return marks;
    const { position, name = t.destination } = destination;
    return [...marks, { id: 'destination', kind: 'destination', position, label: name }];
  }, [stations, chosen, destination, onToggle, t]);
  const lines = useMemo<MapLine[]>(() => {
    const points = [...chosen, ...(destination ? [destination] : [])].map(({ position }) => position);
    return points.length > 1 ? [{ id: 'route', points, isDashed: true }] : [];
  }, [chosen, destination]);
  const fit = useMemo(() => stations.map(({ position }) => position), [stations]);
  return (
    <div className="driver-map driver-map-setup">
      <MapView
        label={t.mapLabel}
        markers={markers}
        lines={lines}
        fit={fit}
        height="100%"
        onPick={(position) => onPick({ position })}
      />
    </div>
  );
}

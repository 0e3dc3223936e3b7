// A map from the pickup point to the destination.
import { useMemo } from 'react';
import type { Schemas } from '../../api/client';
import { MapView } from '../../map/map';
import type { MapLine, MapMarker } from '../../map/map.types';
import { useText } from '../../text/text';

type Place = Schemas['Place'];

export function JourneyMap({ label, pickup, destination }: { label: string; pickup: Place; destination: Place }) {
  const t = useText('operator');
  // A reloaded place has the same text, so the map is only redrawn when the place changes.
  const text = JSON.stringify([pickup, destination]);
  const { markers, lines, fit } = useMemo(() => {
    const [from, to] = JSON.parse(text) as [Place, Place];
    const shown: MapMarker[] = [
      { id: 'pickup', kind: 'pickup', position: from.position, label: from.name ?? t.pickup },
      { id: 'destination', kind: 'destination', position: to.position, label: to.name ?? t.destination },
    ];
    const points = [from.position, to.position];
    const way: MapLine[] = [{ id: 'way', points, isDashed: true }];
    return { markers: shown, lines: way, fit: points };
  }, [text, t]);
  return <MapView label={label} markers={markers} lines={lines} fit={fit} height="20rem" />;
}

// The destination of the route: an area around the chosen stations, a station, or a place on the map.
import { useQueries } from '@tanstack/react-query';
import type { Position, Station } from '../../api/client';
import { areasQuery } from '../../api/queries';
import { useText } from '../../text/text';
import { SearchList } from './search-list';

export interface Destination {
  readonly position: Position;
  /** Undefined for a place on the map. */
  readonly name?: string;
}

interface Props {
  readonly chosen: readonly Station[];
  readonly stations: readonly Station[];
  readonly destination: Destination | undefined;
  onChoose(destination: Destination): void;
}

export function DestinationChoice({ chosen, stations, destination, onChoose }: Props) {
  const t = useText('driver');
  const areas = useQueries({ queries: chosen.map(({ stationId }) => areasQuery(stationId)) });
  const around = areas.flatMap(({ data = [] }, at) =>
    data.map(({ areaId, name, position }) => ({
      id: areaId,
      name,
      about: chosen[at]?.name,
      value: { name, position },
    })),
  );
  const items = [
    ...new Map(around.map((area) => [area.id, area])).values(),
    ...stations.map(({ stationId, name, position }) => ({ id: stationId, name, value: { name, position } })),
  ];
  return (
    <section className="stack stack-tight">
      <h2>{t.destination}</h2>
      <p className="muted">{t.destinationHint}</p>
      <p role="status">
        {destination ? <strong>{destination.name ?? t.pickedPlace}</strong> : <span>{t.noDestination}</span>}
      </p>
      <SearchList<Destination> label={t.destinationSearch} items={items} onChoose={onChoose} />
    </section>
  );
}

// The destination: a place around the station, another station, or a point on the map. No external geocoder is used.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { distanceMeters } from '@lastmile/geo';
import type { Position, Station } from '../../api/client';
import { areasQuery } from '../../api/queries';
import { MapView } from '../../map/map';
import { distance } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Field, Spinner } from '../../ui/ui';
import type { Destination } from './draft';
import { nearest, search } from './search';
import { StepHead } from './step-head';

/** A point within this distance of a place gets its name. */
const NAMED_METERS = 400;
const STATIONS_WITHIN_METERS = 8_000;

interface Props {
  readonly station: Station;
  readonly stations: readonly Station[];
  onChoose(destination: Destination): void;
}

export function DestinationStep({ station, stations, onChoose }: Props) {
  const t = useText('rider');
  const { loading } = useText('app');
  const [text, setText] = useState('');
  const areas = useQuery(areasQuery(station.stationId));
  const around = useMemo(
    () => (areas.data ?? []).map(({ areaId, name, position }) => ({ id: areaId, name, position })),
    [areas.data],
  );
  const others = useMemo(
    () =>
      stations
        .filter(({ stationId }) => stationId !== station.stationId)
        .filter(({ position }) => distanceMeters(position, station.position) <= STATIONS_WITHIN_METERS)
        .map(({ stationId, name, position }) => ({ id: stationId, name, position })),
    [stations, station],
  );
  // Other stations are only shown in a search, because few riders go to the next station by car.
  const found = text ? search([...around, ...others], text) : around;
  const markers = useMemo(
    () => [
      { id: station.stationId, kind: 'station' as const, position: station.position, label: station.name },
      ...around.map(({ id, name, position }) => ({
        id,
        kind: 'area' as const,
        position,
        label: name,
        onSelect: () => onChoose({ name, position }),
      })),
    ],
    [station, around, onChoose],
  );
  const fit = useMemo(() => [station.position, ...around.map(({ position }) => position)], [station, around]);
  const pick = (position: Position) => {
    const place = nearest([...around, ...others], position, NAMED_METERS);
    onChoose({ name: place ? t.near({ name: place.name }) : t.pointOnMap, position });
  };
  return (
    <div className="pick">
      <div className="pick-map">
        <MapView label={t.placesOnMap} markers={markers} fit={fit} onPick={pick} height="100%" />
      </div>
      <div className="stack">
        <StepHead>{t.whereTo}</StepHead>
        <Field
          label={t.searchPlace}
          hint={t.pickHint}
          type="search"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {areas.isPending && <Spinner label={loading} />}
        <ProblemNotice error={areas.error} onRetry={() => void areas.refetch()} />
        {!areas.isPending && found.length === 0 && (
          <p className="muted" role="status">
            {t.noPlace}
          </p>
        )}
        {found.length > 0 && (
          <ul className="list">
            {found.map(({ id, name, position }) => (
              <li key={id}>
                <button type="button" className="list-item" onClick={() => onChoose({ name, position })}>
                  <strong className="grow">{name}</strong>
                  <span className="small muted number">{distance(distanceMeters(position, station.position))}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

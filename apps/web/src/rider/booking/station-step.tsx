// The station: nearby, by name, or on the map.
import { useMemo, useState } from 'react';
import type { Position, Station } from '../../api/client';
import { MapView } from '../../map/map';
import { distance } from '../../text/format';
import { useText } from '../../text/text';
import { Button, Field, LineBadge, Notice } from '../../ui/ui';
import { byDistance, search } from './search';
import { StepHead } from './step-head';

const NEAR_METERS = 3_000;
const MOST_NEAR = 5;
const LOCATION = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };

interface Props {
  readonly stations: readonly Station[];
  onChoose(stationId: string): void;
}

export function StationStep({ stations, onChoose }: Props) {
  const t = useText('rider');
  const [text, setText] = useState('');
  const [me, setMe] = useState<Position>();
  const [locating, setLocating] = useState<'no' | 'now' | 'failed'>('no');
  const places = useMemo(() => stations.map((each) => ({ ...each, id: each.stationId })), [stations]);
  const near = useMemo(
    () =>
      me &&
      byDistance(places, me)
        .filter((each) => each.distanceMeters <= NEAR_METERS)
        .slice(0, MOST_NEAR),
    [places, me],
  );
  const found = search(places, text);
  const markers = useMemo(
    () => [
      ...places.map(({ id, name, position }) => ({
        id,
        kind: 'station' as const,
        position,
        label: name,
        onSelect: () => onChoose(id),
      })),
      ...(me ? [{ id: 'me', kind: 'me' as const, position: me }] : []),
    ],
    [places, me, onChoose],
  );
  const fit = useMemo(
    () => (me && near?.length ? [me, ...near.map(({ position }) => position)] : undefined),
    [me, near],
  );
  const locate = () => {
    setLocating('now');
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        setMe({ latitude, longitude });
        setLocating('no');
      },
      () => setLocating('failed'),
      LOCATION,
    );
  };
  const list = (some: readonly (Station & { distanceMeters?: number })[]) => (
    <ul className="list">
      {some.map((station) => (
        <li key={station.stationId}>
          <button type="button" className="list-item" onClick={() => onChoose(station.stationId)}>
            <span className="grow">
              <strong>{station.name}</strong>
              {station.distanceMeters !== undefined && (
                <span className="small muted"> {distance(station.distanceMeters)}</span>
              )}
            </span>
            <span className="row line-badges">
              {station.lines.map((line) => (
                <LineBadge key={line.lineId} line={line} />
              ))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <div className="pick">
      <div className="pick-map">
        <MapView label={t.stationsOnMap} markers={markers} fit={fit} height="100%" />
      </div>
      <div className="stack">
        <StepHead>{t.where}</StepHead>
        <div className="pick-search">
          <Field
            label={t.searchStation}
            type="search"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button isBusy={locating === 'now'} onClick={locate}>
            {t.nearMe}
          </Button>
        </div>
        <div aria-live="polite" className="stack stack-tight">
          {locating === 'now' && <p className="muted">{t.locating}</p>}
          {locating === 'failed' && <Notice tone="warn">{t.noLocation}</Notice>}
          {near?.length === 0 && <Notice>{t.noneNear}</Notice>}
        </div>
        {!text && near && near.length > 0 && (
          <>
            <h2>{t.nearest}</h2>
            {list(near)}
          </>
        )}
        <h2>{t.allStations}</h2>
        {found.length > 0 ? list(found) : <p className="muted">{t.noStation}</p>}
      </div>
    </div>
  );
}

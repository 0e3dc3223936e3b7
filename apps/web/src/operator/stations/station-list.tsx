// The stations by name, and on a map.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { stationsQuery } from '../../api/queries';
import { MapView } from '../../map/map';
import type { MapMarker } from '../../map/map.types';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, EmptyState, LineBadge, Spinner } from '../../ui/ui';
import { SearchField } from '../lists/filter-fields';
import { matches } from '../lists/search.core';
import { useFilters } from '../lists/use-filters';

export function StationList() {
  const t = useText('stations');
  const words = useText('operator');
  const { loading, notFound } = useText('app');
  const navigate = useNavigate();
  const { values, set, clear, isAny } = useFilters('text');
  const stations = useQuery(stationsQuery);
  const shown = useMemo(
    () =>
      (stations.data ?? []).filter(({ name, stationId, lines }) =>
        matches(values.text, [name, stationId, ...lines.map(({ shortName }) => shortName)]),
      ),
    [stations.data, values.text],
  );
  const markers = useMemo(
    () =>
      shown.map(({ stationId, name, position }): MapMarker => {
        const onSelect = () => void navigate(`/operate/stations/${encodeURIComponent(stationId)}`);
        return { id: stationId, kind: 'station', position, label: name, onSelect };
      }),
    [shown, navigate],
  );
  return (
    <div className="stack">
      <h1>{words.stations}</h1>
      <div className="op-columns op-map-first">
        <div className="op-sticky">
          <MapView label={t.mapLabel} markers={markers} height="24rem" />
        </div>
        <div className="stack">
          <SearchField label={words.search} value={values.text} onChange={(value) => set('text', value)} />
          {stations.isPending && <Spinner label={loading} />}
          <ProblemNotice error={stations.error} onRetry={() => void stations.refetch()} />
          {stations.isSuccess && shown.length === 0 && (
            <EmptyState title={isAny ? words.noMatch : notFound}>
              {isAny && <Button onClick={clear}>{words.clear}</Button>}
            </EmptyState>
          )}
          {shown.length > 0 && (
            <ul className="list">
              {shown.map(({ stationId, name, lines }) => (
                <li key={stationId}>
                  <Link className="list-item" to={encodeURIComponent(stationId)}>
                    <span className="grow">{name}</span>
                    {lines.map((line) => (
                      <LineBadge key={line.lineId} line={line} />
                    ))}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  );
}

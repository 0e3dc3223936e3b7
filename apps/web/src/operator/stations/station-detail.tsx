// One station: its position, its pickup points, the areas around it, and editing.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { answerOf, api, type Station } from '../../api/client';
import { areasQuery } from '../../api/queries';
import { MapView } from '../../map/map';
import type { MapMarker } from '../../map/map.types';
import { minutes } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Card, LineBadge, Spinner } from '../../ui/ui';
import { AreaList } from './area-list';
import { StationEditor } from './station-editor';

export function StationDetail() {
  const words = useText('operator');
  const t = useText('stations');
  const { loading } = useText('app');
  const { stationId = '' } = useParams();
  const [isEditing, setEditing] = useState(false);
  const station = useQuery({
    queryKey: ['stations', stationId],
    queryFn: () => answerOf(api.GET('/v1/stations/{stationId}', { params: { path: { stationId } } })),
  });
  if (!station.data) {
    if (station.isPending) return <Spinner label={loading} />;
    return <ProblemNotice error={station.error} onRetry={() => void station.refetch()} />;
  }
  return (
    <div className="stack">
      <Link to="/operate/stations">← {words.stations}</Link>
      <div className="row spread">
        <div className="row">
          <h1>{station.data.name}</h1>
          {station.data.lines.map((line) => (
            <LineBadge key={line.lineId} line={line} />
          ))}
        </div>
        {!isEditing && <Button onClick={() => setEditing(true)}>{t.edit}</Button>}
      </div>
      {isEditing ? (
        <StationEditor station={station.data} onClose={() => setEditing(false)} />
      ) : (
        <StationFacts station={station.data} />
      )}
    </div>
  );
}

function StationFacts({ station }: { station: Station }) {
  const t = useText('stations');
  const areas = useQuery(areasQuery(station.stationId));
  const { markers, fit } = useMemo(() => {
    const kerbs = station.pickupPoints.map(({ pickupPointId, name, position }): MapMarker => ({
      id: pickupPointId,
      kind: 'pickup',
      position,
      label: name,
    }));
    const around = (areas.data ?? []).map(({ areaId, name, position }): MapMarker => ({
      id: areaId,
      kind: 'area',
      position,
      label: name,
    }));
    const own: MapMarker = { id: station.stationId, kind: 'station', position: station.position, label: station.name };
    return { markers: [...around, own, ...kerbs], fit: [own, ...kerbs].map(({ position }) => position) };
  }, [station, areas.data]);
  return (
    <div className="op-columns">
      <MapView label={t.mapLabel} markers={markers} fit={fit} height="24rem" />
      <Card label={t.pickupPoints}>
        <h2>{t.pickupPoints}</h2>
        {station.pickupPoints.length === 0 && <p className="muted">{t.noPickupPoints}</p>}
        <ul className="stack stack-tight">
          {station.pickupPoints.map(({ pickupPointId, name, walkSeconds }) => (
            <li key={pickupPointId}>
              {name}
              <p className="small muted">{t.walk({ time: minutes(walkSeconds) })}</p>
            </li>
          ))}
        </ul>
        <p className="small muted number">
          {station.position.latitude.toFixed(5)}, {station.position.longitude.toFixed(5)} · {station.timeZone}
        </p>
        <p className="small muted op-id">{station.stationId}</p>
      </Card>
      <AreaList areas={areas} />
    </div>
  );
}

// The live map of the platform, with details of the selected object beside it.
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { MapView } from '../../map/map';
import { clockTime } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Notice, Spinner } from '../../ui/ui';
import { snapshotQuery } from '../operator.queries';
import { CarPanel } from './car-panel';
import { linesOf, markersOf, trainMarkersOf, type Selection } from './markers';
import { Overview } from './overview';
import { sceneOf, type Scene } from './scene.core';
import { SidePanel } from './side-panel';
import { StationPanel } from './station-panel';
import { TrainPanel } from './train-panel';
import type { TrainScene } from './trains.core';
import { TripPanel } from './trip-panel';
import { useTrains } from './use-trains';
import './live.css';

export function LiveScreen() {
  const t = useText('live');
  const { loading } = useText('app');
  const snapshot = useQuery(snapshotQuery);
  const [selection, setSelection] = useState<Selection>();
  const select = useCallback((next: Selection) => setSelection(next), []);
  const scene = useMemo(() => snapshot.data && sceneOf(snapshot.data), [snapshot.data]);
  const trains = useTrains();
  const fixed = useMemo(() => (scene ? markersOf(scene, t.car, select) : []), [scene, t.car, select]);
  const markers = useMemo(() => [...fixed, ...trainMarkersOf(trains ?? [], select)], [fixed, trains, select]);
  const lines = useMemo(() => (scene ? linesOf(scene, selection) : []), [scene, selection]);
  if (!scene) {
    if (snapshot.isPending) return <Spinner label={loading} />;
    return <ProblemNotice error={snapshot.error} onRetry={() => void snapshot.refetch()} />;
  }
  return (
    <div className="stack">
      <ProblemNotice error={snapshot.error} />
      {snapshot.data?.truncated && <Notice tone="warn">{t.truncated}</Notice>}
      <div className="live">
        <div className="live-map">
          <MapView label={t.mapLabel} markers={markers} lines={lines} height="100%" />
        </div>
        <div className="live-side stack">
          <Overview scene={scene} trainCount={trains?.length} onSelect={select} />
          <p className="small muted number">
            {snapshot.data && clockTime(snapshot.data.time, snapshot.data.stations[0]?.timeZone)}
          </p>
        </div>
        {selection && (
          <SidePanel key={`${selection.kind}:${selection.id}`} onClose={() => setSelection(undefined)}>
            <Selected scene={scene} trains={trains ?? []} selection={selection} onSelect={select} />
          </SidePanel>
        )}
      </div>
    </div>
  );
}

interface SelectedProps {
  readonly scene: Scene;
  readonly trains: readonly TrainScene[];
  readonly selection: Selection;
  onSelect(selection: Selection): void;
}

function Selected({ scene, trains, selection: { kind, id }, onSelect }: SelectedProps) {
  const t = useText('live');
  const station = scene.stations.find((each) => kind === 'station' && each.station.stationId === id);
  const car = scene.cars.find((each) => kind === 'car' && each.driverId === id);
  const trip = scene.trips.find((each) => kind === 'trip' && each.tripId === id);
  const train = trains.find((each) => kind === 'train' && each.id === id);
  if (train) return <TrainPanel scene={train} />;
  if (station) return <StationPanel scene={station} />;
  if (car) return <CarPanel car={car} onSelect={onSelect} />;
  if (trip) return <TripPanel trip={trip} onSelect={onSelect} />;
  return <p className="muted">{t.gone}</p>;
}

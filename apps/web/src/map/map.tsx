// A map of our own lines, stations and cars. Its code is large, so it is loaded when the first map is shown.
import { lazy, Suspense } from 'react';
import { useText } from '../text/text';
import { Spinner } from '../ui/ui';
import { MapBoundary } from './map-boundary';
import type { MapProps } from './map.types';
import './map.css';

const Canvas = lazy(() => import('./map-canvas'));

export function MapView(props: MapProps) {
  const t = useText('app');
  return (
    <div className="map" style={{ height: props.height ?? '16rem' }} role="region" aria-label={props.label}>
      <MapBoundary fallback={<p className="map-missing muted">{props.label}</p>}>
        <Suspense fallback={<Spinner label={t.loading} />}>
          <Canvas {...props} />
        </Suspense>
      </MapBoundary>
    </div>
  );
}

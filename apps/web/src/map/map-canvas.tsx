// The map itself, drawn by MapLibre.
import { useQuery } from '@tanstack/react-query';
import { LngLatBounds, Map as MapLibre, NavigationControl, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { appConfigQuery } from '../api/app-config';
import { linesQuery } from '../api/queries';
import { useTheme } from '../ui/theme';
import { hex } from '../ui/ui';
import { baseStyle, featureOf, LINES_SOURCE, ROUTES_SOURCE, withOurLayers } from './map-style';
import { MarkerSet } from './marker-set';
import type { MapProps } from './map.types';

// Without this, MapLibre looks for the worker beside this file, under a name that the build changes.
setWorkerUrl(workerUrl);

/** Pixels between the content and the frame: names are below their points and wider than them. */
const PADDING = { top: 40, bottom: 56, left: 72, right: 72 };

export default function MapCanvas({ markers, lines = [], fit, onPick }: MapProps) {
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre>();
  const [isStyled, setStyled] = useState(0);
  const theme = useTheme();
  const config = useQuery(appConfigQuery);
  const network = useQuery(linesQuery);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);

  useEffect(() => {
    const made = new MapLibre({
      container: container.current!,
      style: baseStyle('light'),
      center: [0, 20],
      zoom: 1,
      attributionControl: { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
    });
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    made.on('click', ({ lngLat }) => pick.current?.({ latitude: lngLat.lat, longitude: lngLat.lng }));
    made.on('style.load', () => setStyled((count) => count + 1));
    setMap(made);
    return () => made.remove();
  }, []);

  useEffect(() => {
    if (!map || config.isPending) return;
    const styleUrl = config.data?.mapStyleUrl;
    if (styleUrl) map.setStyle(styleUrl, { transformStyle: (_, next) => withOurLayers(next, theme) });
    else map.setStyle(baseStyle(theme), { diff: false });
  }, [map, theme, config.isPending, config.data?.mapStyleUrl]);

  useEffect(() => {
    const source = map?.getSource<GeoJSONSource>(LINES_SOURCE);
    void source?.setData({
      type: 'FeatureCollection',
      features: (network.data ?? []).map(({ line, points }) => featureOf(points, hex(line.color ?? '7a8694'))),
    });
  }, [map, isStyled, network.data]);

  useEffect(() => {
    const source = map?.getSource<GeoJSONSource>(ROUTES_SOURCE);
    const accent = getComputedStyle(document.documentElement).getPropertyValue('--accent');
    void source?.setData({
      type: 'FeatureCollection',
      features: lines.map(({ points, color, isDashed }) => featureOf(points, color ?? accent, isDashed)),
    });
  }, [map, isStyled, lines]);

  const set = useRef<MarkerSet>(undefined);
  useEffect(() => {
    if (!map) return;
    set.current = new MarkerSet(map);
    return () => set.current?.clear();
  }, [map]);
  useEffect(() => set.current?.show(markers), [map, markers]);

  const wanted = JSON.stringify(fit ?? markers.map(({ position }) => position));
  const fitKey = fit ? wanted : String(markers.length > 0);
  useEffect(() => {
    const positions = JSON.parse(wanted) as { latitude: number; longitude: number }[];
    if (!map || positions.length === 0) return;
    const bounds = new LngLatBounds();
    for (const { latitude, longitude } of positions) bounds.extend([longitude, latitude]);
    map.fitBounds(bounds, { padding: PADDING, maxZoom: 15, duration: 0 });
    // Only when `fitKey` changes, because the reader may have moved the map.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [map, fitKey]);

  return <div ref={container} className="map-canvas" />;
}

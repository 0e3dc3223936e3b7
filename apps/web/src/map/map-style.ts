// The look of the map: our own data on a plain background, or on a configured base map style.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Feature } from 'geojson';
import type { Position } from '../api/client';
import type { Theme } from '../ui/theme';

export const LINES_SOURCE = 'lastmile-lines';
export const ROUTES_SOURCE = 'lastmile-routes';

const GROUND: Record<Theme, string> = { light: '#eef1f5', dark: '#12171f' };
const CASING: Record<Theme, string> = { light: '#ffffff', dark: '#0d1117' };
const empty: SourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };
const round = { 'line-cap': 'round', 'line-join': 'round' } as const;

/** Needs no other server: no tiles, no fonts. Names are HTML, drawn by the markers. */
export function baseStyle(theme: Theme): StyleSpecification {
  const ground: LayerSpecification = { id: 'ground', type: 'background', paint: { 'background-color': GROUND[theme] } };
  return withOurLayers({ version: 8, sources: {}, layers: [ground] }, theme);
}

export function withOurLayers(style: StyleSpecification, theme: Theme): StyleSpecification {
  const color = ['get', 'color'] as ['get', string];
  const ours: LayerSpecification[] = [
    {
      id: 'line-casing',
      type: 'line',
      source: LINES_SOURCE,
      layout: round,
      paint: { 'line-color': CASING[theme], 'line-width': 7 },
    },
    {
      id: 'line',
      type: 'line',
      source: LINES_SOURCE,
      layout: round,
      paint: { 'line-color': color, 'line-width': 4 },
    },
    {
      id: 'route',
      type: 'line',
      source: ROUTES_SOURCE,
      layout: round,
      filter: ['!', ['get', 'isDashed']],
      paint: { 'line-color': color, 'line-width': 4 },
    },
    {
      id: 'route-dashed',
      type: 'line',
      source: ROUTES_SOURCE,
      filter: ['get', 'isDashed'],
      paint: { 'line-color': color, 'line-width': 3, 'line-dasharray': [1.5, 1.5] },
    },
  ];
  const sources = { ...style.sources, [LINES_SOURCE]: empty, [ROUTES_SOURCE]: empty };
  return { ...style, sources, layers: [...style.layers, ...ours] };
}

export function featureOf(points: readonly Position[], color: string, isDashed = false): Feature {
  const coordinates = points.map(({ latitude, longitude }) => [longitude, latitude]);
  return { type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: { color, isDashed } };
}

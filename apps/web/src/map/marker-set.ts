// Markers as HTML, so that names need no font server and markers can be focused with the keyboard. A marker that moves
// keeps its element.
import { Marker, type Map as MapLibre } from 'maplibre-gl';
import { declutter } from './declutter';
import type { MapMarker } from './map.types';

/** Which names are shown first when there is not room for all. */
const PRIORITY: Record<MapMarker['kind'], number> = {
  car: 5,
  destination: 4,
  pickup: 4,
  me: 3,
  rider: 2,
  train: 1,
  station: 1,
  area: 0,
};

interface Shown {
  readonly marker: Marker;
  readonly element: HTMLElement;
  select: (() => void) | undefined;
  priority: number;
}

export class MarkerSet {
  private readonly shown = new Map<string, Shown>();

  constructor(private readonly map: MapLibre) {
    map.on('moveend', this.declutter);
    map.on('resize', this.declutter);
  }

  show(markers: readonly MapMarker[]): void {
    const wanted = new Set(markers.map(({ id }) => id));
    for (const [id, { marker }] of this.shown) {
      if (wanted.has(id)) continue;
      marker.remove();
      this.shown.delete(id);
    }
    for (const each of markers) this.place(each);
    this.declutter();
  }

  clear(): void {
    this.map.off('moveend', this.declutter);
    this.map.off('resize', this.declutter);
    this.show([]);
  }

  /** First measures all, then changes all: only one layout, whatever their number. */
  private readonly declutter = (): void => {
    const named = [...this.shown.values()].filter(({ element }) => element.lastElementChild?.textContent);
    const labels = named.map(({ element, priority }) => {
      const { left, top, width, height } = element.lastElementChild!.getBoundingClientRect();
      return { left, top, width, height, priority };
    });
    const fits = declutter(labels);
    named.forEach(({ element }, index) => element.classList.toggle('marker-crowded', !fits[index]));
  };

  private place({ id, kind, position, label, isOld, color, heading, onSelect }: MapMarker): void {
    const at: [number, number] = [position.longitude, position.latitude];
    let shown = this.shown.get(id);
    if (!shown) {
      const element = document.createElement(onSelect ? 'button' : 'div');
      element.append(document.createElement('span'), document.createElement('span'));
      const marker = new Marker({ element }).setLngLat(at).addTo(this.map);
      const made: Shown = { marker, element, select: onSelect, priority: 0 };
      element.addEventListener('click', (event) => {
        if (!made.select) return;
        event.stopPropagation();
        made.select();
      });
      shown = made;
      this.shown.set(id, made);
    }
    shown.marker.setLngLat(at);
    shown.select = onSelect;
    shown.priority = PRIORITY[kind];
    const { element } = shown;
    for (const name of ['station', 'area', 'car', 'pickup', 'destination', 'rider', 'train', 'me']) {
      element.classList.toggle(`marker-${name}`, name === kind);
    }
    element.classList.add('marker');
    element.classList.toggle('marker-old', Boolean(isOld));
    const [dot, name] = element.children as unknown as [HTMLElement, HTMLElement];
    dot.className = 'marker-dot';
    dot.style.background = color ?? '';
    dot.style.rotate = heading === undefined ? '' : `${heading}deg`;
    name.className = 'marker-name';
    name.textContent = label ?? '';
    if (label) element.setAttribute('aria-label', label);
  }
}

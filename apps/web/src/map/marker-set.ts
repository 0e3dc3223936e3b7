// Markers as HTML, so that they have names without a font server and can be reached with the keyboard. A marker that moves
// keeps its element.
import { Marker, type Map as MapLibre } from 'maplibre-gl';
import type { MapMarker } from './map.types';

interface Shown {
  readonly marker: Marker;
  readonly element: HTMLElement;
  select: (() => void) | undefined;
}

export class MarkerSet {
  private readonly shown = new Map<string, Shown>();

  constructor(private readonly map: MapLibre) {}

  show(markers: readonly MapMarker[]): void {
    const wanted = new Set(markers.map(({ id }) => id));
    for (const [id, { marker }] of this.shown) {
      if (wanted.has(id)) continue;
      marker.remove();
      this.shown.delete(id);
    }
    for (const each of markers) this.place(each);
  }

  clear(): void {
    this.show([]);
  }

  private place({ id, kind, position, label, isOld, heading, onSelect }: MapMarker): void {
    const at: [number, number] = [position.longitude, position.latitude];
    let shown = this.shown.get(id);
    if (!shown) {
      const element = document.createElement(onSelect ? 'button' : 'div');
      element.append(document.createElement('span'), document.createElement('span'));
      const marker = new Marker({ element }).setLngLat(at).addTo(this.map);
      const made: Shown = { marker, element, select: onSelect };
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
    const { element } = shown;
    for (const name of ['station', 'area', 'car', 'pickup', 'destination', 'rider', 'train', 'me']) {
      element.classList.toggle(`marker-${name}`, name === kind);
    }
    element.classList.add('marker');
    element.classList.toggle('marker-old', Boolean(isOld));
    const [dot, name] = element.children as unknown as [HTMLElement, HTMLElement];
    dot.className = 'marker-dot';
    dot.style.rotate = heading === undefined ? '' : `${heading}deg`;
    name.className = 'marker-name';
    name.textContent = label ?? '';
    if (label) element.setAttribute('aria-label', label);
  }
}

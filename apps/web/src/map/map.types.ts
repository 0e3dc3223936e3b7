// What a map can show.
import type { Position } from '../api/client';

export interface MapMarker {
  readonly id: string;
  readonly kind: 'station' | 'area' | 'car' | 'pickup' | 'destination' | 'rider' | 'train' | 'me';
  readonly position: Position;
  /** For screen readers, and shown beside the marker where there is room. */
  readonly label?: string;
  /** The position is old: drawn faint. */
  readonly isOld?: boolean;
  /** Colour of its dot; default: that of its kind. */
  readonly color?: string;
  /** Degrees clockwise from north. */
  readonly heading?: number;
  onSelect?(): void;
}

export interface MapLine {
  readonly id: string;
  readonly points: readonly Position[];
  /** Default: the accent. */
  readonly color?: string;
  readonly isDashed?: boolean;
}

export interface MapProps {
  /** A description for people who cannot see the map. Its content must also be beside the map as text. */
  readonly label: string;
  readonly markers: readonly MapMarker[];
  readonly lines?: readonly MapLine[];
  /** The view is reset when these change; otherwise it stays where the reader moved it. */
  readonly fit?: readonly Position[];
  readonly height?: string;
  onPick?(position: Position): void;
}

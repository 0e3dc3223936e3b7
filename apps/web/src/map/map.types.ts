// What a map can show.
import type { Position } from '../api/client';

export interface MapMarker {
  readonly id: string;
  readonly kind: 'station' | 'area' | 'car' | 'pickup' | 'destination' | 'rider' | 'train' | 'me';
  readonly position: Position;
  /** Read out, and shown beside it where there is room. */
  readonly label?: string;
  /** Old: drawn faint. */
  readonly isOld?: boolean;
  /** Of its dot; default: its kind's. */
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
  /** What the map shows, for those who cannot see it. What it says must stand beside it as text too. */
  readonly label: string;
  readonly markers: readonly MapMarker[];
  readonly lines?: readonly MapLine[];
  /** The view is set anew when these change; otherwise it stays as the reader moved it. */
  readonly fit?: readonly Position[];
  readonly height?: string;
  onPick?(position: Position): void;
}

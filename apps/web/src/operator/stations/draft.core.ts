// A station while it is edited: the input, its errors, and the request to send. Pure.
import type { Position, Station } from '../../api/api.types';

export interface DraftPoint {
  /** Stays the same while other entries are added and removed. */
  readonly key: string;
  readonly name: string;
  readonly position: Position;
}

export interface Draft {
  readonly name: string;
  readonly position: Position;
  readonly points: readonly DraftPoint[];
}

/** What a tap on the map moves: the station itself, or the pickup point with this key. */
export const STATION = 'station';
/** The platform's maximum number of pickup points. */
export const MOST_POINTS = 50;
/** A new pickup point starts this far north of the station, in degrees: about 30 metres. */
const BESIDE = 0.0003;

export const draftOf = ({ name, position, pickupPoints }: Station): Draft => ({
  name,
  position,
  points: pickupPoints.map((point) => ({ key: point.pickupPointId, name: point.name, position: point.position })),
});

export function withPoint(draft: Draft, key: string): Draft {
  const { latitude, longitude } = draft.position;
  return {
    ...draft,
    points: [...draft.points, { key, name: '', position: { latitude: latitude + BESIDE, longitude } }],
  };
}

export const withoutPoint = (draft: Draft, key: string): Draft => ({
  ...draft,
  points: draft.points.filter((point) => point.key !== key),
});

export const withName = (draft: Draft, key: string, name: string): Draft =>
  key === STATION ? { ...draft, name } : change(draft, key, { name });

export const withPosition = (draft: Draft, key: string, position: Position): Draft =>
  key === STATION ? { ...draft, position } : change(draft, key, { position });

/** Keys of entries without a name, and whether a position is invalid. */
export function problemsOf({ name, position, points }: Draft): { unnamed: readonly string[]; hasBadPosition: boolean } {
  const all = [{ key: STATION, name, position }, ...points];
  return {
    unnamed: all.filter((each) => !each.name.trim()).map(({ key }) => key),
    hasBadPosition: !all.every((each) => isPosition(each.position)),
  };
}

export const bodyOf = ({ name, position, points }: Draft) => ({
  name: name.trim(),
  position,
  pickupPoints: points.map((point) => ({ name: point.name.trim(), position: point.position })),
});

function change(draft: Draft, key: string, fields: Partial<DraftPoint>): Draft {
  return { ...draft, points: draft.points.map((point) => (point.key === key ? { ...point, ...fields } : point)) };
}

const isPosition = ({ latitude, longitude }: Position): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;

// Finds places by typed text, and names a point on the map.
import { distanceMeters } from '@lastmile/geo';
import type { Position } from '../../api/client';

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly position: Position;
}

const MARKS = /\p{Diacritic}/gu;
const fold = (text: string): string => text.normalize('NFD').replace(MARKS, '').toLowerCase();

/** Places whose name contains every typed word; those that begin with the text come first, otherwise the order is kept. */
export function search<T extends { readonly name: string }>(places: readonly T[], text: string): T[] {
  const wanted = fold(text.trim());
  if (!wanted) return [...places];
  const words = wanted.split(/\s+/);
  const found = places.filter(({ name }) => words.every((word) => fold(name).includes(word)));
  const isPrefixed = ({ name }: T) => fold(name).startsWith(wanted);
  return [...found.filter(isPrefixed), ...found.filter((each) => !isPrefixed(each))];
}

export const byDistance = <T extends Place>(places: readonly T[], from: Position): (T & { distanceMeters: number })[] =>
  places
    .map((place) => ({ ...place, distanceMeters: distanceMeters(place.position, from) }))
    .sort((a, b) => a.distanceMeters - b.distanceMeters);

/** The nearest place within so many metres. */
export function nearest<T extends Place>(places: readonly T[], to: Position, withinMeters: number): T | undefined {
  const [first] = byDistance(places, to);
  return first && first.distanceMeters <= withinMeters ? first : undefined;
}

// Which rides and trips a search shows. Pure.

export interface Filter {
  /** Words that must all be found in what is said of it, in any case and with or without accents. */
  readonly text?: string;
  readonly stationId?: string;
}

export function matches(filter: Filter, stationId: string | undefined, said: readonly (string | undefined)[]): boolean {
  if (filter.stationId && filter.stationId !== stationId) return false;
  const words = plain(filter.text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const text = plain(said.filter(Boolean).join(' '));
  return words.every((word) => text.includes(word));
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

// Which tables to request from a routing server, so that little is requested twice and no table is too large.

/** Rows and columns of a table, as indexes of places. */
export interface Table {
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
}

/** If there are more different gaps than this, one table over all of them is requested. */
const MOST_SHAPES = 4;

/**
 * Tables that together cover every missing pair. A new place among known ones costs one row and one column, not the
 * whole square. O(places²).
 *
 * @param isMissing tells whether the pair (from, to) is missing; not called for a place to itself
 * @param mostPlaces maximum places of one table, sources and destinations together; at least 2
 */
export function tablesFor(
  places: number,
  isMissing: (from: number, to: number) => boolean,
  mostPlaces: number,
): Table[] {
  const shapes = new Map<string, { sources: number[]; destinations: number[] }>();
  for (let from = 0; from < places; from++) {
    const gaps = Array.from({ length: places }, (_, to) => to).filter((to) => to !== from && isMissing(from, to));
    if (gaps.length === 0) continue;
    // A row without any known pair is treated like its neighbours, although each row has its own diagonal.
    const destinations = gaps.length === places - 1 ? range(places) : gaps;
    const shape = shapes.get(destinations.join()) ?? { sources: [], destinations };
    shape.sources.push(from);
    shapes.set(destinations.join(), shape);
  }
  const tables = [...shapes.values()];
  return (tables.length > MOST_SHAPES ? [unionOf(tables)] : tables).flatMap((table) => split(table, mostPlaces));
}

/**
 * Splits into tables of at most this many places. The short side stays whole if it leaves half of the room to the
 * other.
 */
function split({ sources, destinations }: Table, mostPlaces: number): Table[] {
  if (new Set([...sources, ...destinations]).size <= mostPlaces) return [{ sources, destinations }];
  const half = Math.floor(mostPlaces / 2);
  const height = Math.min(sources.length, Math.max(half, mostPlaces - destinations.length));
  const width = mostPlaces - height;
  return blocks(sources, height).flatMap((rows) =>
    blocks(destinations, width).map((columns) => ({ sources: rows, destinations: columns })),
  );
}

const unionOf = (tables: readonly Table[]): Table => ({
  sources: union(tables.map(({ sources }) => sources)),
  destinations: union(tables.map(({ destinations }) => destinations)),
});

const union = (lists: readonly (readonly number[])[]): number[] => [...new Set(lists.flat())].sort((a, b) => a - b);

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

const blocks = (indexes: readonly number[], size: number): number[][] =>
  Array.from({ length: Math.ceil(indexes.length / size) }, (_, i) => indexes.slice(i * size, (i + 1) * size));

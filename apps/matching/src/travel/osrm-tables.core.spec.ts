import fc from 'fast-check';
import { tablesFor, type Table } from './osrm-tables.core.js';

const placesOf = ({ sources, destinations }: Table) => new Set([...sources, ...destinations]).size;
const pairsOf = ({ sources, destinations }: Table) =>
  sources.flatMap((from) => destinations.map((to) => `${from}>${to}`));

const range = (length: number) => Array.from({ length }, (_, index) => index);

it('covers every missing pair, with no table too large and no place asked about itself alone', () => {
  const gaps = fc.integer({ min: 1, max: 30 }).chain((places) =>
    fc.record({
      places: fc.constant(places),
      missing: fc.uniqueArray(fc.tuple(fc.nat(places - 1), fc.nat(places - 1)), { selector: String }),
      most: fc.integer({ min: 2, max: 12 }),
    }),
  );
  fc.assert(
    fc.property(gaps, ({ places, missing, most }) => {
      const wanted = new Set(missing.filter(([from, to]) => from !== to).map(([from, to]) => `${from}>${to}`));
      const tables = tablesFor(places, (from, to) => wanted.has(`${from}>${to}`), most);
      const asked = new Set(tables.flatMap(pairsOf));
      expect([...wanted].filter((pair) => !asked.has(pair))).toEqual([]);
      for (const table of tables) expect(placesOf(table)).toBeLessThanOrEqual(most);
      if (wanted.size === 0) expect(tables).toEqual([]);
    }),
  );
});

it('asks for everything at once when nothing is known', () => {
  expect(tablesFor(3, () => true, 100)).toEqual([{ sources: range(3), destinations: range(3) }]);
});

it('asks for the row and the column of a new place only', () => {
  const tables = tablesFor(50, (from, to) => from === 49 || to === 49, 100);
  expect(tables.flatMap(pairsOf)).toHaveLength(49 + 50);
});

it('fills gaps of many shapes with one table', () => {
  const tables = tablesFor(20, (from, to) => to > from, 100);
  expect(tables).toEqual([{ sources: range(19), destinations: range(20) }]);
});

it('asks for each pair of a large square once', () => {
  const tables = tablesFor(250, () => true, 100);
  expect(tables).toHaveLength(25);
  expect(tables.flatMap(pairsOf)).toHaveLength(250 * 250);
});

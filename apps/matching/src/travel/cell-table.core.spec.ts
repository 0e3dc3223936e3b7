import fc from 'fast-check';
import { distanceMeters } from '@lastmile/geo';
import { cellOf, CellTable, middleOf } from './cell-table.core.js';

const anywhere = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const [home, next, away] = [0, 0.00001, 0.001].map((east) => ({ latitude: 40.75, longitude: -73.9 + east }));

it('has a cell for every place, near its middle, and the middle is in it', () => {
  fc.assert(
    fc.property(anywhere, (place) => {
      const cell = cellOf(place);
      expect(Number.isSafeInteger(cell)).toBe(true);
      expect(distanceMeters(place, middleOf(cell))).toBeLessThan(8);
      expect(cellOf(middleOf(cell))).toBe(cell);
    }),
    { numRuns: 1000 },
  );
});

it('knows nothing but that staying takes no time, until it is told', () => {
  const table = new CellTable([home!, next!, away!], 10);
  expect(table.cells).toHaveLength(2);
  expect([table.between(home!, next!), table.between(home!, away!)]).toEqual([0, NaN]);
  table.set(0, 1, 70);
  expect([table.between(next!, away!), table.between(away!, home!)]).toEqual([70, NaN]);
});

it('leaves out places beyond its size', () => {
  const table = new CellTable([home!, away!], 1);
  expect(table.cells).toEqual([cellOf(home!)]);
  expect(table.between(home!, away!)).toBeNaN();
});

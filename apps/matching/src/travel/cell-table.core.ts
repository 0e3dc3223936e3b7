// Driving times between cells of 10⁻⁴ degrees, about 11 m: large enough to share cached times, small enough not to
// matter.
import type { LatLng } from '@lastmile/geo';

const CELLS_PER_DEGREE = 10_000;

/** A unique number for each cell of the Earth: an integer below 2⁵³, so that it is exact and cheap to look up. */
export const cellOf = ({ latitude, longitude }: LatLng): number =>
  Math.round((latitude + 90) * CELLS_PER_DEGREE) * 2 ** 22 + Math.round((longitude + 180) * CELLS_PER_DEGREE);

/** The middle of a cell. */
export const middleOf = (cell: number): LatLng => ({
  latitude: Math.floor(cell / 2 ** 22) / CELLS_PER_DEGREE - 90,
  longitude: (cell % 2 ** 22) / CELLS_PER_DEGREE - 180,
});

export class CellTable {
  /** Distinct, in the order of the places. */
  readonly cells: readonly number[];
  private readonly indexes: ReadonlyMap<number, number>;
  /** Row-major; NaN means not known yet, Infinity means no way. */
  private readonly seconds: Float64Array;

  /** @param most maximum cells; those of later places are left out */
  constructor(places: readonly LatLng[], most: number) {
    this.cells = [...new Set(places.map(cellOf))].slice(0, most);
    this.indexes = new Map(this.cells.map((cell, index) => [cell, index]));
    this.seconds = new Float64Array(this.cells.length ** 2).fill(NaN);
    this.cells.forEach((_, index) => this.set(index, index, 0));
  }

  /** Seconds between cells, by index. */
  at(from: number, to: number): number {
    return this.seconds[from * this.cells.length + to] as number;
  }

  set(from: number, to: number, seconds: number): void {
    this.seconds[from * this.cells.length + to] = seconds;
  }

  /** Seconds between places; NaN also for places that are not in the table. */
  between(from: LatLng, to: LatLng): number {
    const [row, column] = [this.indexes.get(cellOf(from)), this.indexes.get(cellOf(to))];
    return row === undefined || column === undefined ? NaN : this.at(row, column);
  }
}

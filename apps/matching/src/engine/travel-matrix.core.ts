// Driving times between the places of an instance, checked once so that the engine need not check any number.
import { invalidArgument } from '@lastmile/errors';

export class TravelMatrix {
  private gain: number | undefined;

  private constructor(
    readonly places: number,
    /** Row-major: `seconds[from * places + to]`. */
    readonly seconds: Float64Array,
  ) {}

  /** @throws DomainError invalid_argument for a matrix that is not square, or an entry that is negative or not finite */
  static of(rows: readonly (readonly number[])[]): TravelMatrix {
    rows.forEach((row, from) => {
      if (row.length !== rows.length)
        throw invalidArgument(`travelSeconds.${from}`, 'must be as long as there are rows');
    });
    return TravelMatrix.flat(rows.length, Float64Array.from(rows.flat()));
  }

  /** The same from row-major seconds, which must not change afterwards. O(places²), so build it once per set of places. */
  static flat(places: number, seconds: Float64Array): TravelMatrix {
    if (seconds.length !== places * places) throw invalidArgument('travelSeconds', 'must be square');
    for (let i = 0; i < seconds.length; i++) {
      const value = seconds[i] as number;
      if (value >= 0 && value < Infinity) continue;
      throw invalidArgument(`travelSeconds.${Math.floor(i / places)}.${i % places}`, 'must be finite and not negative');
    }
    return new TravelMatrix(places, seconds);
  }

  /**
   * How many seconds a drive is shortened at most by driving through a third place: 0 where the triangle inequality
   * holds, little where times are rounded. O(places³), computed once.
   */
  detourGain(): number {
    return (this.gain ??= detourGain(this.places, this.seconds));
  }
}

function detourGain(places: number, seconds: Float64Array): number {
  let gain = 0;
  for (let by = 0; by < places; by++) {
    for (let from = 0; from < places; from++) {
      const first = seconds[from * places + by] as number;
      for (let to = 0; to < places; to++) {
        const saved = (seconds[from * places + to] as number) - first - (seconds[by * places + to] as number);
        if (saved > gain) gain = saved;
      }
    }
  }
  return gain;
}

// Where a rider's drop-off fits into a car's sequence; each position is tried in constant time.
//
// Forward slack after Savelsbergh (1992), "The vehicle routing problem with time windows: minimizing route duration":
// how much later a stop may be reached with all later limits still kept, including waiting on the way.
import type { Car, Sequence } from './car.core.js';
import { MAX_SEATS, MAX_STOPS } from './instance.core.js';

/** Promised stops, the destination, and one rider per seat. */
const MAX_LENGTH = MAX_STOPS + 1 + MAX_SEATS;

/** A car's sequence with its slack; one object can be loaded with one sequence after the other. */
export class Timeline {
  length = 0;
  /** Arrival at the destination. */
  end = 0;
  /** For the last tried insertion: how many seconds the most broken limit is exceeded; 0 or less when all are kept. */
  excess = 0;
  private car!: Car;
  private sequence: Sequence = [];
  /** By position: the place, the arrival time, and how much later the car may arrive. */
  private readonly place = new Int32Array(MAX_LENGTH);
  private readonly arrival = new Float64Array(MAX_LENGTH);
  private readonly slack = new Float64Array(MAX_LENGTH);
  /** Waiting time at this stop and all later ones: it absorbs a delay before the end. */
  private readonly waiting = new Float64Array(MAX_LENGTH);
  /** The place the car comes from, when it left there, and how much earlier limits are already exceeded. */
  private readonly from = new Int32Array(MAX_LENGTH);
  private readonly left = new Float64Array(MAX_LENGTH);
  private readonly broken = new Float64Array(MAX_LENGTH);

  /** O(stops). The sequence may break limits; `endWith` then tells by how many seconds. */
  load(car: Car, sequence: Sequence, depart: number): void {
    this.car = car;
    this.sequence = sequence;
    this.length = sequence.length;
    let [at, clock, broken] = [car.station, depart, -Infinity];
    for (let i = 0; i < sequence.length; i++) {
      const stop = sequence[i] as number;
      const place = car.place(stop);
      this.from[i] = at;
      this.left[i] = clock;
      this.broken[i] = broken;
      this.place[i] = place;
      clock += car.travel(at, place);
      this.arrival[i] = clock;
      broken = Math.max(broken, clock - car.latest(stop));
      if (stop < 0) clock = Math.max(clock, car.leave(stop));
      at = place;
    }
    this.end = clock;
    let [slack, waiting] = [car.latestEnd - clock, 0];
    for (let i = sequence.length - 1; i >= 0; i--) {
      const stop = sequence[i] as number;
      const arrival = this.arrival[i] as number;
      const wait = stop < 0 ? Math.max(0, car.leave(stop) - arrival) : 0;
      waiting += wait;
      slack = Math.min(car.latest(stop) - arrival, slack + wait);
      this.slack[i] = slack;
      this.waiting[i] = waiting;
    }
  }

  /** True if the car waits nowhere on the way, so that a later departure delays every arrival equally. */
  get isSteady(): boolean {
    return this.waiting[0] === 0;
  }

  /**
   * The end of the drive when the rider gets out just before the stop at `position`; `excess` then tells whether limits
   * are kept. The rider must be in the car by the loaded departure plus `later` seconds, which may be more than 0 only
   * if the timeline is steady.
   */
  endWith(rider: number, position: number, later = 0): number {
    const { car } = this;
    const place = car.riderPlace[rider] as number;
    const arrival = (this.left[position] as number) + later + car.travel(this.from[position] as number, place);
    const delay = arrival + car.travel(place, this.place[position] as number) - (this.arrival[position] as number);
    const own = arrival - (car.latestDropoff[rider] as number);
    this.excess = Math.max(own, delay - (this.slack[position] as number), (this.broken[position] as number) + later);
    if (delay < 0) return this.endFrom(position, delay);
    return this.end + Math.max(0, delay - (this.waiting[position] as number));
  }

  /**
   * The end when the stop at `position` is reached earlier, which rounded times may cause: waiting at a later stop may
   * cancel that.
   */
  private endFrom(position: number, delay: number): number {
    let change = delay;
    for (let i = position; i < this.length; i++) {
      const before = this.leaves(i, this.arrival[i] as number);
      change = this.leaves(i, (this.arrival[i] as number) + change) - before;
    }
    return this.end + change;
  }

  private leaves(position: number, arrival: number): number {
    const stop = this.sequence[position] as number;
    return stop < 0 ? Math.max(arrival, this.car.leave(stop)) : arrival;
  }
}

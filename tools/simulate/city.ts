// The simulated city: which stations are used, the people, and the course of the day.
import type { Clock } from '@lastmile/config';
import { distanceMeters } from '@lastmile/geo';
import type { Area, Arrival, Station } from './api.types.js';
import { Driver } from './driver.js';
import { Random } from './random.js';
import { Rider } from './rider.js';
import { Street } from './street.js';
import { Tally } from './tally.js';
import { Timing } from './timing.js';
import type { CityOptions, PlaceAround, World } from './world.js';

/** Places too near to drive to are walked to. */
const WALKABLE_METERS = 500;
const FEWEST_AREAS = 4;

/** A running simulation. */
export class City implements World {
  readonly tally = new Tally();
  readonly street = new Street();
  readonly timing: Timing;
  places: PlaceAround[] = [];
  /** Trains that have arrived at the chosen stations since the start. */
  trainsArrived = 0;

  constructor(
    readonly options: CityOptions,
    clock: Clock,
    signal: AbortSignal,
  ) {
    this.timing = new Timing(clock, signal);
  }

  /** Reads the map, then lets everybody live until the signal. Resolves when all have stopped. */
  async run(): Promise<void> {
    this.places = await this.chooseStations();
    const { riders, drivers } = this.options;
    const people = [
      ...Array.from({ length: drivers }, (_, i) => new Driver(this, `driver-${i + 1}`)),
      ...Array.from({ length: riders }, (_, i) => new Rider(this, `rider-${i + 1}`)),
    ];
    const lives = people.map((person) => person.run());
    const results = await Promise.allSettled([...lives, this.countTrains()]);
    if (this.timing.signal.aborted) return;
    const failed = results.find((result) => result.status === 'rejected');
    throw new Error('a simulated person could not start', { cause: failed?.reason });
  }

  private async chooseStations(): Promise<PlaceAround[]> {
    const { items } = await this.read<{ items: Station[] }>('/v1/stations?pageSize=500');
    const luck = new Random(this.options.seed, 'city');
    const places: PlaceAround[] = [];
    const candidates = [...items].sort((a, b) => a.stationId.localeCompare(b.stationId));
    while (places.length < this.options.stations && candidates.length > 0) {
      const station = luck.pick(candidates);
      candidates.splice(candidates.indexOf(station), 1);
      const { items: all } = await this.read<{ items: Area[] }>(
        `/v1/stations/${encodeURIComponent(station.stationId)}/areas`,
      );
      const areas = all.filter((area) => distanceMeters(area.position, station.position) > WALKABLE_METERS);
      if (areas.length >= FEWEST_AREAS) places.push({ station, areas });
    }
    if (places.length === 0) throw new Error('no station has areas around it: import them with --station-areas');
    return places;
  }

  private async countTrains(): Promise<void> {
    let from = this.timing.now();
    for (;;) {
      await this.timing.pause(60);
      const to = this.timing.now();
      for (const { station } of this.places) {
        const query = new URLSearchParams({
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          pageSize: '500',
        });
        const path = `/v1/stations/${encodeURIComponent(station.stationId)}/arrivals?${query}`;
        this.trainsArrived += (await this.read<{ items: Arrival[] }>(path)).items.length;
      }
      from = to;
    }
  }

  private async read<T>(path: string): Promise<T> {
    const response = await fetch(this.options.baseUrl + path, { signal: this.timing.signal });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
    return (await response.json()) as T;
  }
}

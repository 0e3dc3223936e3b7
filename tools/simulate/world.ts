// What every simulated person sees of the world around them.
import type { Area, Station } from './api.types.js';
import type { Street } from './street.js';
import type { Tally } from './tally.js';
import type { Timing } from './timing.js';

/** What to simulate. */
export interface CityOptions {
  /** The gateway, for example `http://127.0.0.1:8082`. */
  baseUrl: string;
  seed: number;
  riders: number;
  drivers: number;
  /** How many stations people use; fewer means more pooling. */
  stations: number;
}

/** A station and the places its riders go to. */
export interface PlaceAround {
  station: Station;
  areas: Area[];
}

/** The world around a person. */
export interface World {
  readonly options: CityOptions;
  readonly timing: Timing;
  readonly tally: Tally;
  readonly street: Street;
  /** The stations people use. */
  readonly places: readonly PlaceAround[];
}

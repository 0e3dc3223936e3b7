// What lies around the stations: areas with addresses that riders go to, and places that drivers go to. Seeded.
import { existsSync } from 'node:fs';
import { distanceMeters, driveMetersPerSecond, type LatLng, ROAD_CIRCUITY } from '@lastmile/geo';
import { TravelMatrix } from '../../apps/matching/src/engine/travel-matrix.core.js';
import { readAreas } from '../../apps/station/src/import/gtfs/read-areas.js';
import { secondsToKerb } from '../../apps/station/src/stations/pickup-point.core.js';
import { Random } from '../../tools/simulate/random.js';
import type { Station } from './service-day.js';

/** Where the areas of a station lie, and how far it is to the kerb. */
export interface Spots {
  readonly areas: readonly LatLng[];
  readonly kerbSeconds: number;
}

const AREAS = 12;
const ADDRESSES_PER_AREA = 4;
const DRIVER_DESTINATIONS = 16;
/** Nearer areas are walked to. */
const WALKABLE_METERS = 500;
/** From the train's door to the kerb at a station whose pickup points nobody has told us. */
const DEFAULT_KERB_SECONDS = 120;
const HOUR = 3600;

/** A station with the places around it. Place 0 is the station itself, then come the addresses, then the drivers' places. */
export class Surroundings {
  readonly kerbSeconds: number;
  /** Addresses are the places 1 to this. */
  readonly addresses: number;
  readonly places: readonly LatLng[];
  /** The area of each address by place; -1 for what is no address. */
  readonly areaOf: Int32Array;
  private readonly meters: Float64Array;
  private readonly matrices: TravelMatrix[] = [];

  constructor(station: Station, { areas, kerbSeconds }: Spots, seed: number) {
    const luck = new Random(seed, `around ${station.stopId}`);
    const addresses = areas.flatMap((area) =>
      Array.from({ length: ADDRESSES_PER_AREA }, () => offset(area, luck.between(0, TURN), luck.between(20, 350))),
    );
    const farther = Array.from({ length: DRIVER_DESTINATIONS }, () =>
      offset(station.position, luck.between(0, TURN), luck.between(2_500, 8_000)),
    );
    this.kerbSeconds = kerbSeconds;
    this.addresses = addresses.length;
    this.places = [station.position, ...addresses, ...farther];
    this.areaOf = Int32Array.from(this.places, (_, place) =>
      place >= 1 && place <= addresses.length ? Math.floor((place - 1) / ADDRESSES_PER_AREA) : -1,
    );
    this.meters = Float64Array.from(this.places.flatMap((a) => this.places.map((b) => distanceMeters(a, b))));
  }

  /**
   * Driving times of that hour of the day, in whole seconds. Rounded up, which keeps the triangle inequality. Made once per
   * hour and shared by all plans.
   */
  travelAt(seconds: number): TravelMatrix {
    const hour = Math.floor(seconds / HOUR) % 24;
    return (this.matrices[hour] ??= this.matrixOf(driveMetersPerSecond(hour + 0.5)));
  }

  private matrixOf(metersPerSecond: number): TravelMatrix {
    const factor = ROAD_CIRCUITY / metersPerSecond;
    return TravelMatrix.flat(
      this.places.length,
      this.meters.map((meters) => Math.ceil(meters * factor)),
    );
  }
}

/** What a day needs of a station's surroundings. */
export type Roads = Pick<Surroundings, 'areaOf' | 'travelAt'>;

/** Driving seconds between two places of a matrix. */
export const driveSeconds = ({ places, seconds }: TravelMatrix, from: number, to: number): number =>
  seconds[from * places + to] as number;

/**
 * The surroundings of all stations: from the file of areas where there is one, else scattered 0.8 to 4 km around.
 *
 * @throws FeedError for a bad file
 */
export async function surroundingsOf(
  stations: readonly Station[],
  areasPath: string | undefined,
  seed: number,
): Promise<Surroundings[]> {
  const known = areasPath && existsSync(areasPath) ? await spotsFrom(areasPath, stations) : new Map<string, Spots>();
  return stations.map((station) => {
    const spots = known.get(station.stopId) ?? scattered(station, seed);
    return new Surroundings(station, spots, seed);
  });
}

/** Stations of which the file tells at least one area. */
async function spotsFrom(path: string, stations: readonly Station[]): Promise<Map<string, Spots>> {
  const rows = Map.groupBy(await readAreas(path, new Set(stations.map(({ stopId }) => stopId))), (row) => row.stopId);
  const spots = new Map<string, Spots>();
  for (const { stopId, position } of stations) {
    const around = rows.get(stopId) ?? [];
    const kerbs = around.filter(({ kind }) => kind === 'pickup_point');
    const areas = around
      .filter((row) => row.kind !== 'pickup_point' && distanceMeters(row.position, position) > WALKABLE_METERS)
      .map((row) => row.position);
    if (areas.length === 0) continue;
    const nearest = Math.min(...kerbs.map((kerb) => secondsToKerb(position, kerb.position)));
    spots.set(stopId, { areas, kerbSeconds: kerbs.length > 0 ? nearest : DEFAULT_KERB_SECONDS });
  }
  return spots;
}

function scattered({ stopId, position }: Station, seed: number): Spots {
  const luck = new Random(seed, `areas of ${stopId}`);
  const areas = Array.from({ length: AREAS }, () => offset(position, luck.between(0, TURN), luck.between(800, 4_000)));
  return { areas, kerbSeconds: DEFAULT_KERB_SECONDS };
}

const TURN = 2 * Math.PI;
const METERS_PER_DEGREE = 111_195;

/** Good to a metre within ten kilometres. */
function offset({ latitude, longitude }: LatLng, angle: number, meters: number): LatLng {
  const perLongitude = METERS_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return {
    latitude: latitude + (meters * Math.cos(angle)) / METERS_PER_DEGREE,
    longitude: longitude + (meters * Math.sin(angle)) / perLongitude,
  };
}

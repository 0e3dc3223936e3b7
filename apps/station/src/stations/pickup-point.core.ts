/** How long a rider takes from the train's door to a kerb. */
import { type LatLng, walkSeconds } from '@lastmile/geo';

/** Off the platform, up or down the stairs, through the gate; one assumption for every station. */
const PLATFORM_TO_STREET_SECONDS = 90;

/** Whole seconds on foot from the train's door at `station` to the kerb at `point`. */
export const secondsToKerb = (station: LatLng, point: LatLng): number =>
  Math.round(PLATFORM_TO_STREET_SECONDS + walkSeconds(station, point));

/** How long a rider walks from the train's door to a pickup point. */
import { type LatLng, walkSeconds } from '@lastmile/geo';

/** From the platform over the stairs and through the gate; one assumption for every station. */
const PLATFORM_TO_STREET_SECONDS = 90;

/** Whole seconds on foot from the train's door at `station` to the pickup point at `point`. */
export const secondsToKerb = (station: LatLng, point: LatLng): number =>
  Math.round(PLATFORM_TO_STREET_SECONDS + walkSeconds(station, point));

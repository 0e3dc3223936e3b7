// How long cars drive between places. The configuration chooses the source.
import type { LatLng } from '@lastmile/geo';

/** Seconds of driving from one place to another: finite, not negative, and the same for repeated calls. */
export type DriveSeconds = (from: LatLng, to: LatLng) => number;

/** This class is also the injection token. */
export abstract class TravelTime {
  /**
   * Driving times among these places; all other pairs get an estimate. Never fails, because a plan with estimates is
   * better than none.
   *
   * @param at local hour of day, fractions allowed
   */
  abstract among(places: readonly LatLng[], at: { readonly hour: number }): Promise<DriveSeconds>;
}

// How long cars drive between places. The configuration chooses the source.
import type { LatLng } from '@lastmile/geo';

/** Seconds of driving from one place to another: finite, not negative, the same whenever asked again. */
export type DriveSeconds = (from: LatLng, to: LatLng) => number;

/** Also the injection token. */
export abstract class TravelTime {
  /**
   * Driving times among these places; pairs of others get an estimate. Never fails: a plan with estimates is better than
   * none.
   *
   * @param at local hour of day, fractions allowed
   */
  abstract among(places: readonly LatLng[], at: { readonly hour: number }): Promise<DriveSeconds>;
}

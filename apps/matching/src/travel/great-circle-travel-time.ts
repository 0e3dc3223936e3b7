// The built-in estimate: great circle × circuity ÷ the usual speed of the hour. Computed on demand, so that a plan only
// pays for the pairs it uses.
import { travelSeconds, type LatLng } from '@lastmile/geo';
import { TravelTime, type DriveSeconds } from './travel-time.js';

export class GreatCircleTravelTime extends TravelTime {
  among(_places: readonly LatLng[], { hour }: { readonly hour: number }): Promise<DriveSeconds> {
    return Promise.resolve((from, to) => travelSeconds(from, to, hour));
  }
}

// The price of a ride: fixed when the rider gets the seat, so that pooling and detours never change it.
import { distanceMeters, type LatLng } from '@lastmile/geo';
import type { Money } from '../trip.types.js';

export interface Tariff {
  /** ISO 4217. */
  readonly currency: string;
  /** Base price, in the currency's minor unit. */
  readonly baseMinor: number;
  /** Price per kilometre, in the currency's minor unit. */
  readonly perKmMinor: number;
}

/**
 * (base + per-kilometre × direct distance) × people, rounded to the minor unit. The direct distance is the great circle
 * from pickup to destination, so it does not depend on the way the car takes.
 */
export function fareFor(tariff: Tariff, from: LatLng, to: LatLng, people: number): Money {
  const perSeat = tariff.baseMinor + (tariff.perKmMinor * distanceMeters(from, to)) / 1000;
  return { currency: tariff.currency, amountMinor: Math.round(perSeat * people) };
}

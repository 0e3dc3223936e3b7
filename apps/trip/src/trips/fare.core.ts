// What a ride costs: fixed when the rider is seated, so that pooling and detours never change the price.
import { distanceMeters, type LatLng } from '@lastmile/geo';
import type { Money } from '../trip.types.js';

export interface Tariff {
  /** ISO 4217. */
  readonly currency: string;
  /** For getting in, in the currency's minor unit. */
  readonly baseMinor: number;
  /** For each kilometre, in the currency's minor unit. */
  readonly perKmMinor: number;
}

/**
 * (base + per-kilometre × direct distance) × people, rounded to the minor unit. The direct distance is the great
 * circle from kerb to door: the same for everybody who makes that journey, whatever way the car takes.
 */
export function fareFor(tariff: Tariff, from: LatLng, to: LatLng, people: number): Money {
  const perSeat = tariff.baseMinor + (tariff.perKmMinor * distanceMeters(from, to)) / 1000;
  return { currency: tariff.currency, amountMinor: Math.round(perSeat * people) };
}

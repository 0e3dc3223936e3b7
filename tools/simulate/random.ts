// Seeded random numbers: each simulated person has a sequence of their own, so that it does not depend on what others do when.
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';

/** One agent's stream of chance; the same seed and name give the same draws. */
export class Random {
  private readonly generator;

  constructor(seed: number, name: string) {
    let mixed = seed | 0;
    for (const char of name) mixed = Math.imul(mixed ^ char.charCodeAt(0), 0x01000193);
    this.generator = xoroshiro128plus(mixed);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return uniformFloat64(this.generator) < probability;
  }

  /** A real number in [from, to). */
  between(from: number, to: number): number {
    return from + uniformFloat64(this.generator) * (to - from);
  }

  /** One of the items, each as likely. The list must not be empty. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('nothing to pick from');
    return items[uniformInt(this.generator, 0, items.length - 1)] as T;
  }
}

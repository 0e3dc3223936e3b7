// Chooses one of many by weight, in the logarithm of their number.

export class WeightedChoice {
  /** Sums of the weights up to and including each. */
  private readonly sums: Float64Array;

  /** @param weights not negative, at least one above zero */
  constructor(weights: ArrayLike<number>) {
    this.sums = new Float64Array(weights.length);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) this.sums[i] = sum += weights[i] as number;
  }

  /** The index whose share of [0, 1) holds `draw`. */
  at(draw: number): number {
    const { sums } = this;
    const wanted = draw * (sums[sums.length - 1] as number);
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

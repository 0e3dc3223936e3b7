// Limits how many of something may be active at once for each key.

export class AtMost {
  private readonly present = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** Returns a function to call once when leaving, or undefined when the limit is reached. */
  enter(key: string): (() => void) | undefined {
    const count = this.present.get(key) ?? 0;
    if (count >= this.most) return undefined;
    this.present.set(key, count + 1);
    return () => {
      const left = (this.present.get(key) ?? 1) - 1;
      if (left === 0) this.present.delete(key);
      else this.present.set(key, left);
    };
  }
}

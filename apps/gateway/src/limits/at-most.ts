// So many at once of each key.

export class AtMost {
  private readonly present = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** Returns how to leave, to be called once, or undefined when there is no room. */
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

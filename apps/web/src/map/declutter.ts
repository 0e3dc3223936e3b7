// Chooses the names shown on a crowded map: important ones first, without overlaps.

export interface Label {
  /** The box of the name, in pixels of the screen. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Higher priority is placed first; among equals, the earlier one. */
  readonly priority: number;
}

/** For each label, whether it fits. O(n²), where n is the number of names on one screen. */
export function declutter(labels: readonly Label[]): boolean[] {
  const order = labels.map((_, index) => index).sort((a, b) => labels[b]!.priority - labels[a]!.priority || a - b);
  const placed: Label[] = [];
  const fits = labels.map(() => false);
  for (const index of order) {
    const label = labels[index]!;
    if (placed.some((other) => overlap(label, other))) continue;
    placed.push(label);
    fits[index] = true;
  }
  return fits;
}

const overlap = (a: Label, b: Label): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

// Replicas over time, as steps between two moments.

interface Count {
  readonly time: string;
  readonly desired: number;
  readonly ready: number;
}

export interface Step {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly desired: number;
  readonly ready: number;
}

/** Each step lasts until the next; the last is repeated at `to`, so that lines reach the edge. Empty without counts. */
export function stepsBetween(counts: readonly Count[], from: number, to: number): Step[] {
  const steps = counts
    .map(({ time, desired, ready }) => ({ time: Math.min(Math.max(Date.parse(time), from), to), desired, ready }))
    // Of the counts before the interval, only the last one still applied.
    .filter(({ time }, index, all) => time > from || all[index + 1]?.time !== from);
  const last = steps.at(-1);
  return last && last.time < to ? [...steps, { ...last, time: to }] : steps;
}

/** The service to show first: one with an autoscaler, else the first. */
export const mostInteresting = (services: readonly { readonly service: string; readonly maximum?: number }[]) =>
  (services.find(({ maximum }) => maximum !== undefined) ?? services[0])?.service ?? '';

// Walks every state that can be reached, breadth first, each once; so the path to a state that breaks a rule is a shortest one.

/** Something that may happen. `happen` returns the state after it, or undefined when it is refused there. */
export interface Step<S> {
  readonly name: string;
  readonly happen: (state: S) => S | undefined;
}

/** One thing that happened. Self-loops, where a step changed nothing, are among them. */
export interface Edge<S> {
  readonly step: Step<S>;
  readonly before: S;
  readonly after: S;
}

export interface Space<S> {
  /** Reached states by key, the first one included. */
  readonly states: ReadonlyMap<string, S>;
  /** In how many states each step happened; steps that were refused everywhere are not in it. */
  readonly happened: ReadonlyMap<string, number>;
  /** For each state the states from which one step leads there. */
  readonly sources: ReadonlyMap<string, ReadonlySet<string>>;
  /** What `broken` said, each with the steps that lead there; at most `MOST_FINDINGS`. */
  readonly findings: readonly string[];
}

const MOST_FINDINGS = 5;

/**
 * @param key the same for two states that will never differ in what may happen to them
 * @param broken the rules that a step has broken, in words
 */
export function explore<S>(
  first: S,
  steps: readonly Step<S>[],
  key: (state: S) => string,
  broken: (edge: Edge<S>) => readonly string[],
): Space<S> {
  const states = new Map([[key(first), first]]);
  const sources = new Map<string, Set<string>>([[key(first), new Set()]]);
  const paths = new Map<string, string>();
  const findings: string[] = [];
  const happened = new Map<string, number>();
  // A Map hands out what is added while it is walked, in the order added: that is the queue.
  for (const [from, before] of states) {
    for (const step of steps) {
      const after = step.happen(before);
      if (!after) continue;
      happened.set(step.name, (happened.get(step.name) ?? 0) + 1);
      const to = key(after);
      const path = `${paths.get(from) ?? ''} > ${step.name}`;
      for (const rule of broken({ step, before, after })) {
        if (findings.push(`${rule}:${path}`) === MOST_FINDINGS) return { states, happened, sources, findings };
      }
      if (!states.has(to)) {
        states.set(to, after);
        sources.set(to, new Set());
        paths.set(to, path);
      }
      if (to !== from) sources.get(to)?.add(from);
    }
  }
  return { states, happened, sources, findings };
}

/** The keys of the states from which none of `goals` can be reached. */
export function stranded<S>({ states, sources }: Space<S>, isGoal: (state: S) => boolean): string[] {
  const reaching = new Set([...states].filter(([, state]) => isGoal(state)).map(([key]) => key));
  for (const key of reaching) for (const source of sources.get(key) ?? []) reaching.add(source);
  return [...states.keys()].filter((key) => !reaching.has(key));
}

// Every variable an app needs is set, and none is set that it does not read.
import { NEEDED_WITH, type EnvReads } from './env-reads.js';

export interface Variable {
  readonly name: string;
  /** Undefined when it comes from a Secret or ConfigMap. */
  readonly value?: string;
}

/** One line per violation; `who` stands before each. Pure. */
export function environmentViolations(who: string, reads: EnvReads, variables: readonly Variable[]): string[] {
  const set = new Map(variables.map(({ name, value }) => [name, value]));
  const used = new Set(
    variables.flatMap(({ value }) => [...(value ?? '').matchAll(/\$\(([A-Z0-9_]+)\)/g)].map(([, name]) => name!)),
  );
  const missing = [...reads].filter(([key, kind]) => kind === 'required' && !set.has(key)).map(([key]) => key);
  const needed = NEEDED_WITH.filter(
    ({ key, when, is }) => reads.has(key) && !set.has(key) && set.has(when) && (!is || set.get(when) === is),
  );
  const twice = variables.map(({ name }) => name).filter((name, i, all) => all.indexOf(name) !== i);
  return [
    ...missing.map((key) => `${who}: ${key} is needed and not set`),
    ...needed.map(({ key, when }) => `${who}: ${key} is needed with ${when} and not set`),
    ...[...set.keys()]
      .filter((key) => !reads.has(key) && !used.has(key))
      .map((key) => `${who}: ${key} is set and nobody reads it`),
    ...[...used].filter((key) => !set.has(key)).map((key) => `${who}: $(${key}) is used and not set`),
    ...twice.map((key) => `${who}: ${key} is set twice`),
  ];
}

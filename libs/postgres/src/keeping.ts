// Of a command's outcome only ids, states and times are stored: names, places and words stay in the tables they belong to, and end
// there when their time has come. A repeat reads them there.
import type { Queries } from './queries.js';

/** Keeps less of a result than all of it. */
export interface Keeping<T> {
  /** What is stored: ids, states and times. */
  store(result: T): unknown;
  /** The result again, for a repeat, with what the tables say now of the rest. */
  restore(queries: Queries, stored: unknown): Promise<T>;
}

/**
 * Keeps the id of a thing, and of its fields those in `state`, which a repeat answers as they were; all others as they are by then. `find`
 * reads it by its id, or throws when it is gone.
 *
 * @param state what is neither personal nor words of somebody
 */
export function keepingState<T extends object, Id extends keyof T>(
  id: Id,
  state: readonly (keyof T)[],
  find: (queries: Queries, id: T[Id]) => Promise<T>,
): Keeping<T> {
  return {
    store: (result) => picked(result, [id, ...state]),
    async restore(queries, stored) {
      const before = stored as T;
      return { ...(await find(queries, before[id])), ...picked(before, state) };
    },
  };
}

/** Each by name, also when it is absent: what has come since must not show. */
const picked = <T extends object>(from: T, names: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<T>;

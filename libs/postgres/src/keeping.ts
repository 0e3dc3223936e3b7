// Limits what is stored of a command's outcome to ids, states and times. Names, places and texts are only in their own
// tables, where they are deleted when their retention ends. A repeat reads them from there.
import type { Queries } from './queries.js';

/** Stores only a part of a result. */
export interface Keeping<T> {
  /** The part to store: ids, states and times. */
  store(result: T): unknown;
  /** Restores the result for a repeat; the other fields have their current values. */
  restore(queries: Queries, stored: unknown): Promise<T>;
}

/**
 * Stores the id of an object and the fields in `state`, so that a repeat is answered with their values at that time;
 * all other fields have their current values. `find` reads the object by its id, or throws when it is gone.
 *
 * @param state fields that contain neither personal data nor free text
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

/** Also sets missing fields, so that values that were added later are not shown. */
const picked = <T extends object>(from: T, names: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<T>;

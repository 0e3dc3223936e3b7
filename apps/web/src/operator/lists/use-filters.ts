// Filters are stored in the address, so that a reload, a bookmark and the back button keep them.
import { useSearchParams } from 'react-router';

/** @returns the value of each name, empty when it is not set, and a setter; an empty value removes it. */
export function useFilters<Name extends string>(...names: readonly Name[]) {
  const [parameters, setParameters] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? ''])) as Record<Name, string>;
  const set = (name: Name, value: string) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const clear = () => setParameters({}, { replace: true });
  return { values, set, clear, isAny: names.some((name) => values[name] !== '') };
}

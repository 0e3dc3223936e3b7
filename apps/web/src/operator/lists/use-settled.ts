// Debounces a search: it starts when typing pauses, not with each letter.
import { useEffect, useState } from 'react';

const REST_MS = 250;

/** @returns the value once it has stayed the same for a moment */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

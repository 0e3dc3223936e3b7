// True once a condition has held for a while: short interruptions are not shown.
import { useEffect, useState } from 'react';

export function useLate(condition: boolean, afterMs: number): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(condition), condition ? afterMs : 0);
    return () => clearTimeout(timer);
  }, [condition, afterMs]);
  return isLate && condition;
}

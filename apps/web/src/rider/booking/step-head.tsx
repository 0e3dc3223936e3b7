// The heading of a step. It gets the focus in a new step, so that screen readers start at the top.
import { useEffect, useRef, type ReactNode } from 'react';

export function StepHead({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    scrollTo(0, 0);
    ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={ref} tabIndex={-1} className="step-head">
      {children}
    </h1>
  );
}

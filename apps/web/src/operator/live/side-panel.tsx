// Details of the selected object: beside the map, and on a phone over its lower half. Escape closes it.
import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../../text/text';
import { Button } from '../../ui/ui';

export function SidePanel({ onClose, children }: { onClose(): void; children: ReactNode }) {
  const { close } = useText('app');
  const { details } = useText('operator');
  const ref = useRef<HTMLElement>(null);
  // The keyboard focus moves into the panel, and returns when the panel is closed.
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      ref={ref}
      className="side-panel"
      tabIndex={-1}
      aria-label={details}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="side-panel-close">
        <Button tone="quiet" onClick={onClose}>
          {close}
        </Button>
      </div>
      {children}
    </aside>
  );
}

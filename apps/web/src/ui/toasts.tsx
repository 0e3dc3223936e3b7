// Short messages that disappear by themselves; screen readers announce them.
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import './toasts.css';

interface Toast {
  readonly title: string;
  readonly body?: string;
  readonly tone?: 'plain' | 'bad';
}

interface Toasts {
  show(toast: Toast): void;
}

const SHOWN_MS = 7_000;
const MOST = 3;
const ToastContext = createContext<Toasts>({ show: () => undefined });
let nextId = 1;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly (Toast & { id: number })[]>([]);
  const remove = useCallback((id: number) => setToasts((all) => all.filter((each) => each.id !== id)), []);
  const show = useCallback(
    (toast: Toast) => {
      const id = nextId++;
      setToasts((all) => [...all.slice(1 - MOST), { ...toast, id }]);
      setTimeout(() => remove(id), SHOWN_MS);
    },
    [remove],
  );
  const value = useMemo(() => ({ show }), [show]);
  return (
    <ToastContext value={value}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map(({ id, title, body, tone = 'plain' }) => (
          <button key={id} type="button" className={`toast toast-${tone}`} onClick={() => remove(id)}>
            <strong>{title}</strong>
            {body && <span>{body}</span>}
          </button>
        ))}
      </div>
    </ToastContext>
  );
}

export const useToasts = (): Toasts => useContext(ToastContext);

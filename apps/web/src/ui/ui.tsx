// The building blocks of screens: native elements with our style.
import {
  useEffect,
  useId,
  useRef,
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
} from 'react';
import './ui.css';

type Tone = 'plain' | 'primary' | 'danger' | 'quiet';

export function Button({
  tone = 'plain',
  isWide,
  isBusy,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { tone?: Tone; isWide?: boolean; isBusy?: boolean }) {
  const className = `button button-${tone}${isWide ? ' button-wide' : ''}`;
  return <button type="button" {...rest} className={className} disabled={rest.disabled || isBusy} aria-busy={isBusy} />;
}

export function Card({ children, isStrong, label }: { children: ReactNode; isStrong?: boolean; label?: string }) {
  return (
    <section className={`card${isStrong ? ' card-strong' : ''}`} aria-label={label}>
      {children}
    </section>
  );
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly error?: string;
  readonly hint?: string;
  /** Moves the focus to the input for each new error: for errors from the server, not for checks during typing. */
  readonly focusOnError?: boolean;
}

/** A labelled input with its error below, which is read out when it appears. */
export function Field({ label, error, hint, focusOnError, ...input }: FieldProps) {
  const id = useId();
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error && focusOnError) ref.current?.focus();
  }, [error, focusOnError]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        ref={ref}
        id={id}
        aria-invalid={Boolean(error)}
        aria-describedby={error || hint ? `${id}-about` : undefined}
      />
      {error && (
        <span id={`${id}-about`} role="alert" className="field-error">
          {error}
        </span>
      )}
      {hint && !error && (
        <span id={`${id}-about`} className="small muted">
          {hint}
        </span>
      )}
    </div>
  );
}

export function Check({ label, ...input }: InputHTMLAttributes<HTMLInputElement> & { label: ReactNode }) {
  return (
    <label className="check">
      <input type="checkbox" {...input} />
      <span>{label}</span>
    </label>
  );
}

/** Chooses one of a few options. */
export function Choices<T extends string | number>({
  legend,
  options,
  value,
  onChange,
}: {
  legend: ReactNode;
  options: readonly { value: T; label: ReactNode }[];
  value: T;
  onChange(value: T): void;
}) {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Badge({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'accent' | 'good' | 'warn' | 'bad';
  children: ReactNode;
}) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

/** An important message; screen readers announce it when it appears. */
export function Notice({ tone = 'plain', children }: { tone?: 'plain' | 'warn' | 'bad'; children: ReactNode }) {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

export function Spinner({ label }: { label: string }) {
  return (
    <div className="spinner-wrap" role="status">
      <span className="spinner" aria-hidden="true" />
      <span className="hidden-label">{label}</span>
    </div>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg
        viewBox="0 0 56 56"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <circle cx="14" cy="42" r="5" />
        <path d="M14 37V20a9 9 0 0 1 9-9h10a9 9 0 0 1 9 9v4" strokeDasharray="1 6" />
        <path d="M42 46s7-7.5 7-13a7 7 0 0 0-14 0c0 5.5 7 13 7 13z" />
      </svg>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface DialogProps {
  readonly title: string;
  /**
   * True when only the dialog's own buttons may close it, because its content would be lost. Otherwise Escape and the
   * backdrop close it, too.
   */
  readonly isKept?: boolean;
  /**
   * The current one of several steps: in a new step the title gets the focus, so that screen readers start at the
   * beginning.
   */
  readonly step?: string;
  onClose(): void;
  readonly children: ReactNode;
}

/** A dialog over the page; Escape and the backdrop cancel it. */
export function Dialog({ title, isKept = false, step, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shownStep = useRef(step);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  useEffect(() => {
    if (shownStep.current !== step) heading.current?.focus();
    shownStep.current = step;
  }, [step]);
  const cancel = (event: SyntheticEvent) => {
    if (isKept) event.preventDefault();
    else onClose();
  };
  // For browsers without support for `closedby`.
  const keepOpen = (event: KeyboardEvent) => {
    if (isKept && event.key === 'Escape') event.preventDefault();
  };
  const clickBackdrop = (event: SyntheticEvent) => {
    if (event.target === ref.current && !isKept) onClose();
  };
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={id}
      closedby={isKept ? 'none' : 'closerequest'}
      onCancel={cancel}
      onKeyDown={keepOpen}
      onClick={clickBackdrop}
    >
      <div className="stack">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}

/** The name of a line in its colours. */
export function LineBadge({ line }: { line: { shortName: string; color?: string; textColor?: string } }) {
  const style: Record<string, string> = {
    ...(line.color && { '--line-color': hex(line.color) }),
    ...(line.textColor && { '--line-text': hex(line.textColor) }),
  };
  return (
    <span className="line-badge" style={style}>
      {line.shortName}
    </span>
  );
}

/** GTFS writes colours without `#`. */
export const hex = (color: string): string => (color.startsWith('#') ? color : `#${color}`);

// The pieces that screens are made of: native elements with our look.
import { useEffect, useId, useRef, type ButtonHTMLAttributes, type InputHTMLAttributes, type ReactNode } from 'react';
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

/** A labelled input with its error below. */
export function Field({
  label,
  error,
  hint,
  ...input
}: InputHTMLAttributes<HTMLInputElement> & { label: string; error?: string; hint?: string }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-invalid={Boolean(error)}
        aria-describedby={error || hint ? `${id}-about` : undefined}
      />
      {(error ?? hint) && (
        <span id={`${id}-about`} className={error ? 'field-error' : 'small muted'}>
          {error ?? hint}
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

/** One of a few. */
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

/** Something the reader should know; read out when it appears. */
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

/** A question over the page; Escape and the backdrop answer no. */
export function Dialog({ title, onClose, children }: { title: string; onClose(): void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={id}
      onCancel={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div className="stack">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

/** A line's name in its own colours. */
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

/** GTFS writes colours without the sign. */
export const hex = (color: string): string => (color.startsWith('#') ? color : `#${color}`);

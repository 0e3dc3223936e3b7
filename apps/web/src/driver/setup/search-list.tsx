// A search field, and its results as buttons, which work with every keyboard and screen reader.
import { useState } from 'react';
import { useText } from '../../text/text';
import { Field } from '../../ui/ui';

interface Item<T> {
  readonly id: string;
  readonly name: string;
  /** Distinguishes items with the same name. */
  readonly about?: string;
  readonly value: T;
}

interface Props<T> {
  readonly label: string;
  readonly items: readonly Item<T>[];
  /** What choosing an item does, for people who do not see the list. */
  describe?(name: string): string;
  onChoose(value: T): void;
}

const MOST = 6;

export function SearchList<T>({ label, items, describe, onChoose }: Props<T>) {
  const t = useText('driver');
  const [text, setText] = useState('');
  const wanted = plain(text);
  const found = wanted ? items.filter(({ name }) => plain(name).includes(wanted)).slice(0, MOST) : [];
  return (
    <div className="stack stack-tight" role="search">
      <Field
        label={label}
        type="search"
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      {found.length > 0 && (
        <ul className="list">
          {found.map(({ id, name, about, value }) => (
            <li key={id}>
              <button
                type="button"
                className="list-item"
                aria-label={describe?.(name)}
                onClick={() => {
                  setText('');
                  onChoose(value);
                }}
              >
                <span className="grow">{name}</span>
                {about && <span className="small muted">{about}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {wanted && found.length === 0 && (
        <p className="muted" role="status">
          {t.noMatch}
        </p>
      )}
    </div>
  );
}

/** Without accents and in lower case, because people do not type them in a search. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC')
    .trim()
    .toLowerCase();

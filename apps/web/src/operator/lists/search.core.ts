// Which entries match a search. Pure.

/** @param text words that must all be found in the entry's texts, ignoring case and accents */
export function matches(text: string, said: readonly (string | undefined)[]): boolean {
  const all = plain(said.filter(Boolean).join(' '));
  return plain(text)
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** The filter without empty values. */
export function given<Filter extends Record<string, string>>(filter: Filter): Partial<Filter> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value.trim() !== '')) as Partial<Filter>;
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

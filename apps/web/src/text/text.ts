// What the app says, in the reader's language. A catalogue has the same entries in every language; the compiler checks it.
import { useSyncExternalStore } from 'react';
import { currentSession } from '../session/session';

export const LANGUAGES = { en: 'English', es: 'Español', hi: 'हिन्दी', ko: '한국어' } as const;
export type Language = keyof typeof LANGUAGES;
export type Catalogue<T> = Record<Language, T>;

const KEY = 'lastmile.language';
const listeners = new Set<() => void>();

/** Chosen in this browser, else the person's, else the browser's, else English. */
export function currentLanguage(): Language {
  const wanted = [localStorage.getItem(KEY), currentSession()?.user.language, ...navigator.languages];
  for (const each of wanted) {
    const short = each?.slice(0, 2).toLowerCase() ?? '';
    if (short in LANGUAGES) return short as Language;
  }
  return 'en';
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentLanguage);
}

export function useText<T>(catalogue: Catalogue<T>): T {
  return catalogue[useLanguage()];
}

/** Picks the form that goes with a number: `plural('en', n, { one: 'seat', other: 'seats' })`. */
export function plural(language: Language, count: number, forms: { one?: string; other: string }): string {
  return new Intl.PluralRules(language).select(count) === 'one' ? (forms.one ?? forms.other) : forms.other;
}

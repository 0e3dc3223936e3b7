// The texts of the app, in the reader's language. There is one catalogue per language (messages/<code>.json); the build
// finds and compiles them, and only the one in use is loaded.
import { useSyncExternalStore } from 'react';
import { currentSession, onSessionChange } from '../session/session';
import { textsOf, type CompiledCatalogue } from './catalogue';
import type { Texts } from './messages.types';

export type { Texts };

const KEY = 'lastmile.language';
const files = new Map(
  Object.entries(import.meta.glob<CompiledCatalogue>('./messages/*.json', { import: 'default' })).map(
    ([path, load]) => [path.slice('./messages/'.length, -'.json'.length), load] as const,
  ),
);
const listeners = new Set<() => void>();
/** Languages whose loading has failed. */
const unloadable = new Set<string>();

interface Shown {
  readonly language: string;
  readonly texts: Texts;
}
let shown: Shown | undefined;

/** BCP 47 codes of the languages with a catalogue, in alphabetical order. */
export const LANGUAGES: readonly string[] = [...files.keys()].sort();

/** The name of a language in that language, capitalized: `Español`. */
export function languageName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** The code of the current language. */
export const currentLanguage = (): string => current().language;

/** Shows a language and stores the choice in this browser. Rejects, and changes nothing, when it cannot be loaded. */
export async function chooseLanguage(language: string): Promise<void> {
  const loaded = await load(language).catch((error: unknown) => {
    // A browser does not retry a module that it failed to load, until the page is reloaded.
    if (unloadable.has(language) && navigator.onLine) {
      localStorage.setItem(KEY, language);
      location.reload();
    }
    unloadable.add(language);
    throw error;
  });
  localStorage.setItem(KEY, language);
  show(loaded);
}

/**
 * Loads the preferred language before anything is shown, and follows the signed-in person's language. If it cannot be
 * loaded, for example without a network, loads the next best one. Rejects when there is none.
 */
export async function startLanguage(): Promise<void> {
  onSessionChange(() => void follow().catch(() => undefined));
  for (const language of wantedLanguages()) {
    const loaded = await load(language).catch(() => undefined);
    if (loaded) return show(loaded);
  }
  throw new Error('no language can be loaded');
}

export function useLanguage(): string {
  return useSyncExternalStore(subscribe, currentLanguage);
}

/** The texts of one area of the app, in the current language. */
export function useText<Area extends keyof Texts>(area: Area): Texts[Area] {
  return useSyncExternalStore(subscribe, () => current().texts[area]);
}

async function follow(): Promise<void> {
  const [language] = wantedLanguages();
  if (!language || language === shown?.language) return;
  const loaded = await load(language);
  // Meanwhile the person may have signed out or chosen another language.
  if (wantedLanguages()[0] === language) show(loaded);
}

/** In order: the language chosen in this browser, the person's, the browser's, English. */
function wantedLanguages(): string[] {
  const wanted = [localStorage.getItem(KEY), currentSession()?.user.language, ...navigator.languages, 'en'];
  const known = wanted.map((tag) => tag?.split('-')[0]?.toLowerCase() ?? '').filter((code) => files.has(code));
  return [...new Set(known)];
}

async function load(language: string): Promise<Shown> {
  const compiled = await files.get(language)?.();
  if (!compiled) throw new Error(`no catalogue ${language}`);
  return { language, texts: textsOf(language, compiled) };
}

function show(loaded: Shown): void {
  shown = loaded;
  document.documentElement.lang = loaded.language;
  for (const listener of listeners) listener();
}

function current(): Shown {
  if (!shown) throw new Error('the language has not been loaded yet');
  return shown;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

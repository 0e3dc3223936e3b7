// What people read, in their language: one catalogue per language, the same keys and placeholders in each.
import { readFileSync } from 'node:fs';

export interface Message {
  readonly title: string;
  readonly body: string;
}

export const LANGUAGES = ['en', 'es', 'hi', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Catalogue = Readonly<Record<string, Message>>;

export interface Catalogues {
  /** The keys of every catalogue. */
  readonly keys: readonly string[];
  /**
   * The message for `key` in the catalogue nearest to the BCP 47 tag `language` (`es-MX` reads `es`; others read English).
   * An empty parameter is replaced by the catalogue's word for such a thing (`unnamed.<parameter>`). Throws TypeError for
   * an unknown key or a missing parameter, which tests rule out.
   */
  messageFor(language: string, key: string, params: Readonly<Record<string, string>>): Message;
}

/**
 * Reads `<language>.json` of each language in `folder` (a URL that ends with a slash), once, at start.
 * Throws TypeError when a language lacks a message, or names other facts in it than English does.
 */
export function readCatalogues(folder: URL): Catalogues {
  const catalogues = Object.fromEntries(LANGUAGES.map((language) => [language, read(folder, language)])) as Record<
    Language,
    Catalogue
  >;
  for (const language of LANGUAGES) assertSame(language, catalogues[language], catalogues.en);
  return {
    keys: Object.keys(catalogues.en),
    messageFor: (language, key, params) => fill(catalogues[nearest(language)], key, params),
  };
}

function fill(catalogue: Catalogue, key: string, params: Readonly<Record<string, string>>): Message {
  const message = catalogue[key];
  if (!message) throw new TypeError(`no message ${key}`);
  const filled = (template: string) =>
    template.replace(PLACEHOLDER, (_, name: string) => {
      const value = params[name];
      if (value === undefined) throw new TypeError(`message ${key} needs ${name}`);
      return value || catalogue[`unnamed.${name}`]?.title || '';
    });
  return { title: filled(message.title), body: filled(message.body) };
}

function assertSame(language: Language, own: Catalogue, english: Catalogue): void {
  const keys = new Set([...Object.keys(own), ...Object.keys(english)]);
  for (const key of keys) {
    if (!own[key] || !english[key])
      throw new TypeError(`messages: ${key} is not in every language, such as ${language}`);
    if (own[key].title === '' || placeholders(own[key]) !== placeholders(english[key])) {
      throw new TypeError(`messages: ${key} of ${language} does not say what English says`);
    }
  }
}

const PLACEHOLDER = /\{(\w+)\}/g;
const placeholders = ({ title, body }: Message): string =>
  [...new Set(`${title}${body}`.match(PLACEHOLDER))].sort().join();

const nearest = (tag: string): Language => {
  const [primary] = tag.toLowerCase().split('-');
  return LANGUAGES.find((language) => language === primary) ?? 'en';
};

function read(folder: URL, language: Language): Catalogue {
  return JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8')) as Catalogue;
}

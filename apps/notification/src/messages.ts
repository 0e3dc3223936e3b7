// What people read, in their language: one catalogue per language, the same keys and placeholders in each.
import { readFileSync } from 'node:fs';

export interface Message {
  readonly title: string;
  readonly body: string;
}

export const LANGUAGES = ['en', 'es', 'hi', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Catalogue = Readonly<Record<string, Message>>;

/** Read once, at start. */
export const CATALOGUES = Object.fromEntries(LANGUAGES.map((language) => [language, read(language)])) as Record<
  Language,
  Catalogue
>;

/**
 * The message for `key` in the catalogue nearest to the BCP 47 tag `language` (`es-MX` reads `es`; others read English).
 * An empty parameter is replaced by the catalogue's word for such a thing (`unnamed.<parameter>`). Throws TypeError for
 * an unknown key or a missing parameter, which tests rule out.
 */
export function messageFor(language: string, key: string, params: Readonly<Record<string, string>>): Message {
  const catalogue = CATALOGUES[nearest(language)];
  const message = catalogue[key];
  if (!message) throw new TypeError(`no message ${key}`);
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name];
      if (value === undefined) throw new TypeError(`message ${key} needs ${name}`);
      return value || catalogue[`unnamed.${name}`]?.title || '';
    });
  return { title: fill(message.title), body: fill(message.body) };
}

const nearest = (tag: string): Language => {
  const [primary] = tag.toLowerCase().split('-');
  return LANGUAGES.find((language) => language === primary) ?? 'en';
};

function read(language: Language): Catalogue {
  return JSON.parse(readFileSync(new URL(`./messages/${language}.json`, import.meta.url), 'utf8')) as Catalogue;
}

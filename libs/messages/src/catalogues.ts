// Texts that people read outside the app, in their language: a title and a body for each key, as ICU messages.
import { fileURLToPath } from 'node:url';
import compile from 'icu-minify/compile';
import format, { type CompiledMessage, type FormatOptions } from 'icu-minify/format';
import { readCatalogueFiles, REFERENCE, type Catalogue } from './catalogue-files.js';
import { parametersOf } from './parameters.js';
import { problemsOf } from './problems.js';

export interface Message {
  readonly title: string;
  readonly body: string;
}

export interface Catalogues {
  /** The keys of every catalogue. */
  readonly keys: readonly string[];
  /** The languages with a catalogue. */
  readonly languages: readonly string[];
  /**
   * The message for `key` in the catalogue closest to the BCP 47 tag `language` (`es-MX` uses `es`; unknown languages
   * use English). An empty parameter is replaced by the catalogue's text `unnamed.<parameter>`. Throws TypeError for an
   * unknown key or a missing parameter, which tests rule out.
   */
  messageFor(language: string, key: string, params: Readonly<Record<string, string>>): Message;
}

/**
 * Reads and compiles each `<language>.json` in `folder` (a URL that ends with a slash), once, at start. Throws
 * TypeError when a catalogue does not match the English one (see `problemsOf`), or has anything but a title and a body
 * under a key.
 */
export function readCatalogues(folder: URL): Catalogues {
  const files = readCatalogueFiles(fileURLToPath(folder));
  const english = files.get(REFERENCE);
  if (!english) throw new TypeError(`messages: there is no ${REFERENCE}.json in ${folder.href}`);
  const problems = [...files].flatMap(([language, catalogue]) =>
    problemsOf(catalogue, english).map((problem) => `${language}.json: ${problem}`),
  );
  if (problems.length > 0) throw new TypeError(`messages: ${problems.join('; ')}`);
  const compiled = new Map([...files].map(([language, catalogue]) => [language, compiledOf(language, catalogue)]));
  const nearest = (tag: string) => compiled.get(tag.toLowerCase().split('-')[0]!) ?? compiled.get(REFERENCE)!;
  return {
    keys: Object.keys(english),
    languages: [...files.keys()],
    messageFor: (language, key, params) => fill(nearest(language), key, params),
  };
}

interface Compiled {
  readonly language: string;
  readonly messages: ReadonlyMap<string, { readonly title: Text; readonly body: Text }>;
}
interface Text {
  readonly message: CompiledMessage;
  readonly parameters: readonly string[];
}

function compiledOf(language: string, catalogue: Catalogue): Compiled {
  const textOf = (message: string): Text => ({
    message: compile(message),
    parameters: [...parametersOf(message).keys()],
  });
  const messages = Object.entries(catalogue).map(([key, message]) => {
    const { title, body, ...rest } = typeof message === 'string' ? {} : message;
    if (typeof title !== 'string' || typeof body !== 'string' || Object.keys(rest).length > 0) {
      throw new TypeError(`messages: ${key} of ${language} is not a title and a body`);
    }
    return [key, { title: textOf(title), body: textOf(body) }] as const;
  });
  return { language, messages: new Map(messages) };
}

function fill({ language, messages }: Compiled, key: string, params: Readonly<Record<string, string>>): Message {
  const message = messages.get(key);
  if (!message) throw new TypeError(`no message ${key}`);
  const valueOf = (name: string): string => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`message ${key} needs ${name}`);
    return value || plainText(messages.get(`unnamed.${name}`)?.title);
  };
  const filled = ({ message: text, parameters }: Text): string => {
    if (typeof text === 'string') return text;
    const values = Object.fromEntries(parameters.map((name) => [name, valueOf(name)]));
    // Only messages with tags give a list, and parametersOf refuses tags.
    return format(text, language, values, OPTIONS) as string;
  };
  return { title: filled(message.title), body: filled(message.body) };
}

/** The text for something without a name; such texts have no parameters. */
const plainText = (text: Text | undefined): string => (typeof text?.message === 'string' ? text.message : '');

const OPTIONS: FormatOptions = {
  formatters: {
    getDateTimeFormat: (...args) => new Intl.DateTimeFormat(...args),
    getNumberFormat: (...args) => new Intl.NumberFormat(...args),
    getPluralRules: (...args) => new Intl.PluralRules(...args),
  },
};

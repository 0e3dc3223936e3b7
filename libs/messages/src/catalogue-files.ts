// Message catalogues as translators edit them: a tree of ICU messages, one JSON file per language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

/** The language that all others are compared with. */
export const REFERENCE = 'en';

/** The catalogues of a folder by language, from its `<language>.json` files: adding a file adds the language. */
export function readCatalogueFiles(folder: string): Map<string, Catalogue> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Catalogue;
  return new Map(files.sort().map((file) => [file.slice(0, -'.json'.length), read(file)]));
}

/** All messages by their path, such as `rider.stage.found`. */
export function messagesOf(catalogue: Catalogue, path: readonly string[] = []): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]): [string, string][] => {
      const own = [...path, key];
      return typeof value === 'string' ? [[own.join('.'), value]] : [...messagesOf(value, own)];
    }),
  );
}

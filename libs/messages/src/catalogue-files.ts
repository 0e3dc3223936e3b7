// Catalogues as translators write them: a tree of ICU messages, one JSON file for each language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

/** The language that every other one is compared with. */
export const REFERENCE = 'en';

/** The catalogues of a folder by language, from its `<language>.json` files: a language is there when its file is. */
export function readCatalogueFiles(folder: string): Map<string, Catalogue> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Catalogue;
  return new Map(files.sort().map((file) => [file.slice(0, -'.json'.length), read(file)]));
}

/** Every message by the path to it, such as `rider.stage.found`. */
export function messagesOf(catalogue: Catalogue, path: readonly string[] = []): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]): [string, string][] => {
      const own = [...path, key];
      return typeof value === 'string' ? [[own.join('.'), value]] : [...messagesOf(value, own)];
    }),
  );
}

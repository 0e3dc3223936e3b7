/**
 * Checks the catalogues of texts, docs/translating.md: that every language has the texts of English and the same parameters
 * in them, that all are ICU messages, and that the web app uses each of its own. `--write` writes the type of the web app's.
 *
 * `npm run texts`, `npm run texts -- --write`
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messagesOf, problemsOf, readCatalogueFiles, REFERENCE } from '@lastmile/messages';
import { format, resolveConfig } from 'prettier';
import { typesOf } from './types.js';
import { unusedTexts } from './unused.js';

const WEB = 'apps/web/src/text/messages';
const TYPES = 'apps/web/src/text/messages.types.ts';

const folders = globSync(`apps/*/src/**/messages/${REFERENCE}.json`).map(dirname).sort();
const catalogues = new Map(folders.map((folder) => [folder, readCatalogueFiles(folder)]));
const languages = [...new Set([...catalogues.values()].flatMap((each) => [...each.keys()]))].sort();

const problems = [...catalogues].flatMap(([folder, byLanguage]) =>
  languages.flatMap((language) => {
    const own = byLanguage.get(language);
    const found = own ? problemsOf(own, byLanguage.get(REFERENCE)!) : ['there is no such file'];
    return found.map((problem) => `${folder}/${language}.json: ${problem}`);
  }),
);
if (!catalogues.has(WEB)) problems.push(`${WEB}/${REFERENCE}.json: there is no such file`);

// The type is made of valid messages only.
if (problems.length === 0) {
  const source = typesOf(catalogues.get(WEB)!.get(REFERENCE)!);
  const types = await format(source, { ...(await resolveConfig(TYPES)), parser: 'typescript' });
  if (process.argv.includes('--write')) writeFileSync(TYPES, types);
  if (readFileSync(TYPES, 'utf8') === types) {
    const unused = unusedTexts('apps/web/tsconfig.json', TYPES);
    problems.push(...unused.map((key) => `${WEB}/${REFERENCE}.json: ${key}: is not used`));
  } else problems.push(`${TYPES} is not what ${REFERENCE}.json says: run \`npm run texts -- --write\``);
}

for (const problem of problems) console.error(problem);
const counts = [...catalogues].map(
  ([folder, byLanguage]) => `${messagesOf(byLanguage.get(REFERENCE)!).size} in ${folder}`,
);
console.log(`texts: ${languages.join(' ')}; ${counts.join(', ')}; ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

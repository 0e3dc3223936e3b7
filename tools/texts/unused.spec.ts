// A text counts as used when something reads it, whatever way it is reached.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { typesOf } from './types.js';
import { unusedTexts } from './unused.js';

const ENGLISH = {
  app: { title: 'LastMile', unread: '{count} unread' },
  rider: { title: 'Your ride', stage: { found: 'Found', here: 'Here', done: 'Done' } },
};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'lastmile-texts-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const unusedIn = (source: string): string[] => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: { strict: true, types: [], lib: ['es2017'] }, files: ['texts.ts', 'use.ts'] }),
  );
  write('texts.ts', typesOf(ENGLISH));
  write('use.ts', `import type { Texts } from './texts';\ndeclare const t: Texts;\n${source}`);
  return unusedTexts(join(folder, 'tsconfig.json'), join(folder, 'texts.ts'));
};
const ALL = ['app.title', 'app.unread', 'rider.title', 'rider.stage.found', 'rider.stage.here', 'rider.stage.done'];
const allBut = (...used: string[]) => ALL.filter((key) => !used.includes(key));

it.each([
  ['nothing', '', []],
  ['a text', 'export const it = t.app.title;', ['app.title']],
  ['a text with parameters', 'export const it = t.app.unread({ count: 1 });', ['app.unread']],
  ['a part taken out', 'const { title } = t.rider; export const it = title;', ['rider.title']],
  ['a part under another name', 'const { title: it } = t.rider; export { it };', ['rider.title']],
  ['a group in a variable', 'const stage = t.rider.stage; export const it = stage.here;', ['rider.stage.here']],
  ['a function that takes the texts', `const f = (r: Texts['rider']) => r.title; f(t.rider);`, ['rider.title']],
  [
    'keys that can be two',
    `declare const key: 'found' | 'here' | undefined; export const it = key && t.rider.stage[key];`,
    ['rider.stage.found', 'rider.stage.here'],
  ],
  [
    'any key',
    'declare const key: keyof typeof t.rider.stage; export const it = t.rider.stage[key];',
    ['rider.stage.found', 'rider.stage.here', 'rider.stage.done'],
  ],
  [
    'a group given to what may read all of it',
    'export const it = Object.values<string>(t.rider.stage);',
    ['rider.stage.found', 'rider.stage.here', 'rider.stage.done'],
  ],
])('finds what is not used beside %s', (_what, source, used) => {
  expect(unusedIn(source)).toEqual(allBut(...used));
});

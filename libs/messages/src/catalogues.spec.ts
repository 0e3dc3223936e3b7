// Languages that differ are found when they are read, not when somebody is told nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LANGUAGES, readCatalogues, type Catalogue } from './catalogues.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'lastmile-messages-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const HELLO: Catalogue = { hello: { title: 'Hello {name}', body: '' }, 'unnamed.name': { title: 'you', body: '' } };
const readWith = (korean: Catalogue) => {
  for (const language of LANGUAGES) {
    writeFileSync(join(folder, `${language}.json`), JSON.stringify(language === 'ko' ? korean : HELLO));
  }
  return readCatalogues(pathToFileURL(`${folder}/`));
};

it('speaks the language of the tag, whatever its region, and English when it does not know it', () => {
  const catalogues = readWith({ ...HELLO, hello: { title: '{name} 님', body: '' } });
  expect(catalogues.messageFor('ko-KR', 'hello', { name: 'Ana' }).title).toBe('Ana 님');
  expect(catalogues.messageFor('tlh', 'hello', { name: 'Ana' }).title).toBe('Hello Ana');
});

it('has a word for what has no name, and leaves braces in names alone', () => {
  const { messageFor } = readWith(HELLO);
  expect(messageFor('en', 'hello', { name: '' }).title).toBe('Hello you');
  expect(messageFor('en', 'hello', { name: '{name}' }).title).toBe('Hello {name}');
  expect(() => messageFor('en', 'hello', {})).toThrow('message hello needs name');
  expect(() => messageFor('en', 'helo', {})).toThrow('no message helo');
});

it.each([
  ['lacks a message', { 'unnamed.name': HELLO['unnamed.name']! }],
  ['has one of its own', { ...HELLO, bye: { title: 'Bye', body: '' } }],
  ['leaves a fact out', { ...HELLO, hello: { title: 'Hello', body: '' } }],
  ['has no title', { ...HELLO, hello: { title: '', body: '{name}' } }],
])('is refused when a language %s', (_what, korean) => {
  expect(() => readWith(korean)).toThrow(TypeError);
});

// Differences between languages are found when catalogues are loaded, not when a message is missing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCatalogues, type Message } from './catalogues.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'lastmile-messages-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const HELLO: Record<string, Message> = {
  hello: { title: 'Hello {name}', body: '' },
  left: { title: '{count, plural, one {# try} other {# tries}} left', body: '' },
  'unnamed.name': { title: 'you', body: '' },
};
const write = (language: string, catalogue: object) =>
  writeFileSync(join(folder, `${language}.json`), JSON.stringify(catalogue));
const readWith = (korean: object) => {
  for (const language of ['en', 'es', 'hi']) write(language, HELLO);
  write('ko', korean);
  return readCatalogues(pathToFileURL(`${folder}/`));
};

it('finds a language by its file', () => {
  expect(readWith(HELLO).languages).toEqual(['en', 'es', 'hi', 'ko']);
  write('fr', { ...HELLO, hello: { title: 'Bonjour {name}', body: '' } });
  const { languages, messageFor } = readCatalogues(pathToFileURL(`${folder}/`));
  expect(languages).toEqual(['en', 'es', 'fr', 'hi', 'ko']);
  expect(messageFor('fr-CA', 'hello', { name: 'Ana' }).title).toBe('Bonjour Ana');
});

it('chooses the form that goes with a number, which comes as text', () => {
  const { messageFor } = readWith(HELLO);
  expect(['0', '1', '2', '1200'].map((count) => messageFor('en', 'left', { count }).title)).toEqual([
    ...['0 tries left', '1 try left', '2 tries left', '1,200 tries left'],
  ]);
});

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
  ['lacks a message', { 'unnamed.name': HELLO['unnamed.name']!, left: HELLO.left! }],
  ['has one of its own', { ...HELLO, bye: { title: 'Bye', body: '' } }],
  ['leaves a fact out', { ...HELLO, hello: { title: 'Hello', body: '' } }],
  ['has no title', { ...HELLO, hello: { title: '', body: '{name}' } }],
  ['has a brace too many', { ...HELLO, hello: { title: 'Hello {name}}', body: '{' } }],
  ['has more than a title and a body', { ...HELLO, hello: { title: 'Hello {name}', body: '', footer: 'Bye' } }],
])('is refused when a language %s', (_what, korean) => {
  expect(() => readWith(korean)).toThrow(TypeError);
});

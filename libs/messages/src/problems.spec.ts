// Each mistake of a translator is found and reported with its key.
import { problemsOf } from './problems.js';

const ENGLISH = {
  rider: { title: 'Your ride', coming: '{driver} is coming', seats: '{count, plural, one {# seat} other {# seats}}' },
};
const spanish = (change: object) => ({
  rider: {
    title: 'Tu viaje',
    coming: '{driver} viene',
    seats: '{count, plural, one {# plaza} other {# plazas}}',
    ...change,
  },
});

it('accepts the same texts with the same parameters, in any form of the plural', () => {
  expect(problemsOf(spanish({}), ENGLISH)).toEqual([]);
  expect(problemsOf(spanish({ seats: '{count} plazas' }), ENGLISH)).toEqual([]);
});

it.each([
  ['a missing text', { title: undefined }, 'rider.title: is missing'],
  ['a text that English has not', { hint: 'Pista' }, 'rider.hint: English has no such text'],
  ['a text that became a group', { title: { one: 'Tu viaje' } }, 'rider.title: is missing'],
  ['an empty text', { title: ' ' }, 'rider.title: is empty'],
  ['a missing parameter', { coming: 'Ya viene' }, 'rider.coming: has the parameters none, and in English driver'],
  [
    'a translated parameter',
    { coming: '{conductor} viene' },
    'rider.coming: has the parameters conductor, and in English driver',
  ],
  [
    'a brace too few',
    { coming: '{driver viene' },
    'rider.coming: is not a message that can be shown: MALFORMED_ARGUMENT',
  ],
  [
    'a plural without other',
    { seats: '{count, plural, one {# plaza}}' },
    'rider.seats: is not a message that can be shown: MISSING_OTHER_CLAUSE',
  ],
  [
    'what the compiler ignores',
    { seats: '{count, plural, offset:1 other {#}}' },
    'rider.seats: is not a message that can be shown: offset is not supported',
  ],
  [
    'mark-up',
    { title: '<b>Tu viaje</b>' },
    'rider.title: is not a message that can be shown: tags such as <b> are not supported',
  ],
])('refuses %s', (_what, change, problem) => {
  const own = JSON.parse(JSON.stringify(spanish(change))) as ReturnType<typeof spanish>;
  expect(problemsOf(own, ENGLISH)).toContain(problem);
});

it('finds mistakes of English itself', () => {
  const english = { title: '{' };
  expect(problemsOf(english, english)).toEqual([expect.stringMatching(/^title: is not a message/)]);
});

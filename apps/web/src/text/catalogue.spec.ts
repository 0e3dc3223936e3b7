import compile from 'icu-minify/compile';
import { textsOf } from './catalogue';

const messages = {
  title: 'Your ride',
  coming: '{driver} is coming',
  seats: '{count, plural, =0 {no seats} one {# seat} other {# seats}}',
  why: '{reason, select, none {Restarted} other {Restarted: {reason}}}',
};
interface Said {
  readonly title: string;
  readonly coming: (params: { driver: string }) => string;
  readonly seats: (params: { count: number }) => string;
  readonly why: (params: { reason: string }) => string;
}
const textsIn = (language: string): Said => {
  const compiled = Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, compile(message)]));
  return (textsOf(language, { area: compiled }) as unknown as { area: Said }).area;
};

it('gives a string for a message without parameters, else a function', () => {
  const t = textsIn('en');
  expect(t.title).toBe('Your ride');
  expect(t.coming({ driver: 'Ana {x}' })).toBe('Ana {x} is coming');
  expect([t.why({ reason: 'none' }), t.why({ reason: 'OOMKilled' })]).toEqual(['Restarted', 'Restarted: OOMKilled']);
});

it('chooses the plural and writes figures as the language does', () => {
  const counts = [0, 1, 2, 12_345];
  const seatsIn = (language: string) => counts.map((count) => textsIn(language).seats({ count }));
  expect(seatsIn('en')).toEqual(['no seats', '1 seat', '2 seats', '12,345 seats']);
  expect(seatsIn('es')).toEqual(['no seats', '1 seat', '2 seats', '12.345 seats']);
  // Korean has one form for all numbers.
  expect(seatsIn('ko')).toEqual(['no seats', '1 seats', '2 seats', '12,345 seats']);
});

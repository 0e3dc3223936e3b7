// A search ignores case and accents.
import { given, matches } from './search.core';

describe('matches', () => {
  it('shows everything without words', () => {
    expect(matches('', ['Ana'])).toBe(true);
    expect(matches('  ', [])).toBe(true);
  });

  it('wants every word, in any order, case and with or without accents', () => {
    const said = ['José Núñez', undefined, 'Flushing – Main St'];
    expect(matches('main jose', said)).toBe(true);
    expect(matches('NÚÑEZ', said)).toBe(true);
    expect(matches('jose corona', said)).toBe(false);
  });

  it('keeps vowel signs of Hindi apart, and finds Korean', () => {
    expect(matches('कि', ['का'])).toBe(false);
    expect(matches('서면', ['서면역'])).toBe(true);
  });
});

test('given leaves out what is not filtered', () => {
  expect(given({ status: 'waiting', stationId: '', text: '  ' })).toEqual({ status: 'waiting' });
});

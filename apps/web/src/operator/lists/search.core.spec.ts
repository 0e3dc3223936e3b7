// A search finds what people mean, however they write it.
import { matches } from './search.core';

describe('matches', () => {
  it('shows everything without a filter', () => {
    expect(matches({}, 's1', ['Ana'])).toBe(true);
    expect(matches({ text: '  ', stationId: '' }, undefined, [])).toBe(true);
  });

  it('wants every word, in any order, case and with or without accents', () => {
    const said = ['José Núñez', undefined, 'Flushing – Main St'];
    expect(matches({ text: 'main jose' }, 's1', said)).toBe(true);
    expect(matches({ text: 'NÚÑEZ' }, 's1', said)).toBe(true);
    expect(matches({ text: 'jose corona' }, 's1', said)).toBe(false);
  });

  it('keeps vowel signs of Hindi apart, and finds Korean', () => {
    expect(matches({ text: 'कि' }, 's1', ['का'])).toBe(false);
    expect(matches({ text: '서면' }, 's1', ['서면역'])).toBe(true);
  });

  it('keeps to a station', () => {
    expect(matches({ stationId: 's2', text: 'ana' }, 's1', ['Ana'])).toBe(false);
    expect(matches({ stationId: 's1', text: 'ana' }, 's1', ['Ana'])).toBe(true);
  });
});

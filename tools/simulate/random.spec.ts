import { Random } from './random.js';

const draws = (random: Random) => Array.from({ length: 5 }, () => random.between(0, 1));

describe('Random', () => {
  it('repeats for the same seed and name, and differs for another of either', () => {
    expect(draws(new Random(7, 'rider-1'))).toEqual(draws(new Random(7, 'rider-1')));
    expect(draws(new Random(7, 'rider-1'))).not.toEqual(draws(new Random(8, 'rider-1')));
    expect(draws(new Random(7, 'rider-1'))).not.toEqual(draws(new Random(7, 'rider-2')));
  });

  it('is as likely as asked', () => {
    const random = new Random(1, 'coin');
    const heads = Array.from({ length: 10_000 }, () => random.chance(0.3)).filter(Boolean).length;
    expect(heads).toBeGreaterThan(2_700);
    expect(heads).toBeLessThan(3_300);
  });

  it('picks only from the list and refuses an empty one', () => {
    const random = new Random(1, 'pick');
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
    expect(() => random.pick([])).toThrow('nothing to pick from');
  });
});

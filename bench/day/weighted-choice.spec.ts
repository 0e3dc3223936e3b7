import { WeightedChoice } from './weighted-choice.js';

describe('WeightedChoice', () => {
  const choice = new WeightedChoice([1, 0, 3]);

  it.each([
    [0, 0],
    [0.2499, 0],
    [0.25, 2],
    [0.9999, 2],
  ])('a draw of %d chooses %d', (draw, expected) => expect(choice.at(draw)).toBe(expected));
});

import fc from 'fast-check';
import { declutter, type Label } from './declutter';

const size = fc.integer({ min: 1, max: 60 });
const at = fc.integer({ min: 0, max: 300 });
const label = fc.record({ left: at, top: at, width: size, height: size, priority: fc.integer({ min: 0, max: 3 }) });
const apart = (a: Label, b: Label) =>
  a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top;

describe('names on a crowded map', () => {
  it('never lie over each other, and a hidden one has lost to one at least as important', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 40 }), (labels) => {
        const fits = declutter(labels);
        const shown = labels.filter((_, index) => fits[index]);
        shown.forEach((a, index) => shown.slice(index + 1).forEach((b) => expect(apart(a, b)).toBe(true)));
        labels
          .filter((_, index) => !fits[index])
          .forEach((hidden) =>
            expect(shown.some((other) => !apart(hidden, other) && other.priority >= hidden.priority)).toBe(true),
          );
      }),
    );
  });

  it('the car is named before the stations', () => {
    const box = { left: 0, top: 0, width: 10, height: 10 };
    expect(
      declutter([
        { ...box, priority: 0 },
        { ...box, priority: 2 },
      ]),
    ).toEqual([false, true]);
  });
});

import { generateInstance, SIZES } from './generate.js';
import { engineInstance } from './instance-file.js';
import { problemsOf, type PlanLine } from './plan-check.js';
import { lineOf, solve } from './solve.js';

describe('plans of generated stations', () => {
  it.each(SIZES.flatMap((size) => ['clustered' as const, 'scattered' as const].map((layout) => ({ ...size, layout }))))(
    'pass the judge, greedy and bettered: $drivers×$riders $layout',
    (shape) => {
      for (let seed = 1; seed <= 5; seed++) {
        const json = generateInstance({ ...shape, seed });
        const instance = engineInstance(json);
        for (const iterations of [0, 1, 60]) {
          const line = lineOf('station', instance, solve(instance, { seed, iterations })) as PlanLine;
          expect(problemsOf(json, line)).toEqual([]);
        }
      }
    },
  );
});

import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { generateInstance } from './generate.js';
import { engineInstance } from './instance-file.js';
import { problemsOf, type PlanLine } from './plan-check.js';
import { lineOf, solve } from './solve.js';
import { anyTraits, turned } from './traits.js';

// One-way streets, rounded and noisy matrices, many promised stops, large parties, few trains: whatever the dials allow.
it('stations of any shape are planned within every limit, and never worse than the greedy plan', () => {
  const random = xoroshiro128plus(3);
  let served = 0;
  for (let seed = 1; seed <= 24; seed++) {
    const traits = seed % 2 ? anyTraits(random) : turned(anyTraits(random), random);
    const json = generateInstance({ drivers: 8, riders: 24, layout: traits, seed });
    const instance = engineInstance(json);
    const solved = solve(instance, { seed, iterations: 150 });
    const line = lineOf(json.name ?? '', instance, solved) as PlanLine;
    expect(problemsOf(json, line)).toEqual([]);
    const greedy = solve(instance, { seed, iterations: 0 }).plan;
    expect(solved.plan.objective).toBeGreaterThanOrEqual(greedy.objective - 1e-6);
    served += line.drivers.reduce((sum, { riders }) => sum + riders.length, 0);
  }
  expect(served).toBeGreaterThan(100);
});

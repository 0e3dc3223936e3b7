// `npm run test:mutation`: changes the pure cores in small ways and counts how many changes a test notices. What it has found is
// in docs/reliability.md.
import { mutated } from './cores.mjs';

export default {
  mutate: mutated,
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: { projectType: 'custom', configFile: 'tools/mutation/jest.config.mjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // Of a constant that is computed once, before any test: every test would have to run for it.
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 60_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'artifacts/mutation.json' },
  tempDirName: '.lastmile/mutation',
  ignorePatterns: ['dist', 'artifacts', '.lastmile', 'data', 'docs', 'k8s'],
  allowEmpty: false,
};

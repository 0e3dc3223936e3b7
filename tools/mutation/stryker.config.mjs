// `npm run test:mutation`: changes the pure cores in small ways and counts how many changes a test notices. What it says about
// them is in docs/reliability.md. `-- --mutate 'apps/trip/**/trip.state.ts'` looks at one file.
/** Decisions on which seats, promises and access depend. `**` since services order their files by capability. */
const CORES = [
  'apps/trip/src/**/{trip,route-load,ride-claim}.state.ts',
  'apps/trip/src/**/{commit,fare}.core.ts',
  'apps/driver/src/**/{driver,route}.state.ts',
  'apps/rider/src/**/ride.state.ts',
  'apps/matching/src/**/{plan,plan-scope,match-round}.core.ts',
  'apps/user/src/**/{key-ring,attempts,refresh}.core.ts',
];

export default {
  mutate: CORES,
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

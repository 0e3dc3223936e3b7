// *.spec.ts: pure, no I/O. *.int.ts: a real Postgres from libs/testing, real gRPC on port 0. *.e2e.ts: the whole platform.
// *.attack.ts: clients that mean harm, bounded in time and number, against this machine alone (`npm run test:attack`).
// Sources are transpiled to CommonJS; ESM packages are loaded with require(esm), so run with --experimental-vm-modules.
const common = {
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
          keepClassNames: true,
        },
      },
    ],
  },
  moduleNameMapper: { '^@lastmile/(.*)$': '<rootDir>/libs/$1/src/index.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.lastmile/'],
  testEnvironment: 'node',
  setupFiles: ['reflect-metadata'],
};

const project = (displayName, testMatch, more = {}) => ({ ...common, displayName, testMatch, ...more });

/** Calls between services in one process carry tokens of keys that the process makes. */
const SIGNED = ['reflect-metadata', '<rootDir>/libs/testing/src/setup-identity.ts'];

export default {
  testSequencer: './tools/check/longest-first.mjs',
  maxWorkers: 2,
  testTimeout: 90_000,
  projects: [
    project('unit', ['<rootDir>/{apps,libs,tools,bench}/**/*.spec.ts']),
    project('integration', ['<rootDir>/{apps,libs,tools}/**/*.int.ts'], {
      globalSetup: '<rootDir>/libs/testing/src/global-setup.ts',
      globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts',
      setupFiles: SIGNED,
    }),
    project('attack', ['<rootDir>/test/attack/**/*.attack.ts'], {
      globalSetup: '<rootDir>/test/e2e/global-setup.ts',
      setupFiles: SIGNED,
    }),
    project('e2e', ['<rootDir>/test/e2e/**/*.e2e.ts'], { globalSetup: '<rootDir>/test/e2e/global-setup.ts' }),
  ],
};

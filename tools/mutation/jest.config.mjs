// The tests that stand beside the pure cores, for Stryker. Of a configuration with projects it would run all, set-ups included.
import jest from '../../jest.config.mjs';

const { displayName: _name, ...unit } = jest.projects.find(({ displayName }) => displayName === 'unit');

export default {
  ...unit,
  /** Stryker runs in a copy of the repository, from whose root it is started. */
  rootDir: process.cwd(),
  testMatch: ['<rootDir>/apps/{driver,matching,rider,trip,user}/src/**/*.{core,state}.spec.ts'],
  testPathIgnorePatterns: ['/apps/matching/src/engine/'],
  testTimeout: 90_000,
};

// The tests that stand beside the pure cores, for Stryker. Of a configuration with projects it would run all, set-ups included.
import jest from '../../jest.config.mjs';
import { tests } from './cores.mjs';

const unit = { ...jest.projects.find(({ displayName }) => displayName === 'unit') };
delete unit.displayName;

export default {
  ...unit,
  /** Stryker runs in a copy of the repository, from whose root it is started. */
  rootDir: process.cwd(),
  testMatch: tests,
  testTimeout: 90_000,
};

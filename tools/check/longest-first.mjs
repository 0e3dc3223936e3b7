// The order of test files: those that take longest first, so that no worker is left with one of them at the end. Jest itself knows how
// long a file takes from an earlier run alone.
import TestSequencer from '@jest/test-sequencer';

const Sequencer = TestSequencer.default ?? TestSequencer;

/** Half a minute and more each, the longest first. */
const LONGEST = [
  'test/e2e/browser.e2e.ts',
  'test/e2e/simulation.e2e.ts',
  'libs/grpc/test/balancing.int.ts',
  'test/e2e/conflict.e2e.ts',
  'test/e2e/loadgen.e2e.ts',
  'test/e2e/bad-configuration.e2e.ts',
  'test/e2e/reasons.e2e.ts',
  'test/e2e/story.e2e.ts',
  'test/e2e/storm.e2e.ts',
  'libs/grpc/test/revoked-tokens.int.ts',
];

const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((name) => path.endsWith(name));
  return rank < 0 ? LONGEST.length : rank;
};

export default class LongestFirst extends Sequencer {
  async sort(tests) {
    return (await super.sort(tests)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

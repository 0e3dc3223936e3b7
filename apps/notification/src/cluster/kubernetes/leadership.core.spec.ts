// Which process becomes the leader.
import { heldBy, nextStep, type Lease } from './leadership.core.js';

const lease = (holder: string): Lease => ({ holder, durationSeconds: 15, transitions: 3, version: '7' });

it.each([
  ['create', undefined, 0],
  ['renew', lease('me'), 99],
  ['wait', lease('other'), 14.9],
  ['take', lease('other'), 15],
  ['take', lease(''), 0],
] as const)('%ss', (step, seen, unchangedSeconds) => {
  expect(nextStep(seen, 'me', unchangedSeconds)).toBe(step);
});

it('counts changes of hands, not renewals', () => {
  expect(heldBy(lease('other'), 'me', 20)).toEqual({ ...lease('me'), durationSeconds: 20, transitions: 4 });
  expect(heldBy(lease('me'), 'me', 15)).toEqual(lease('me'));
});

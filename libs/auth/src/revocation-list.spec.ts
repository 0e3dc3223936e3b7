// Which tokens are revoked by a list of revocations, and for how long.
import { RevocationList, type RevocableToken, type Revocation } from './revocation-list.core.js';

const NOW = Date.UTC(2026, 8, 23, 12);
const at = (minutes: number) => new Date(NOW + minutes * 60_000);
const token = (more: Partial<RevocableToken>): RevocableToken => ({
  userId: 'u1',
  issuedAt: at(-5),
  sessionId: 's1',
  accountVersion: 3,
  ...more,
});
const revocation = (more: Partial<Revocation>): Revocation => ({
  sessionId: '',
  userId: 'u1',
  belowVersion: 0,
  revokeTime: at(-1),
  expireTime: at(15),
  ...more,
});
const listOf = (...revocations: Revocation[]) => {
  const list = new RevocationList();
  list.add(revocations, NOW);
  return list;
};

it('stops the tokens of an ended session, and no others', () => {
  const list = listOf(revocation({ sessionId: 's1' }));
  expect(list.has(token({}), NOW)).toBe(true);
  expect(list.has(token({ sessionId: 's2' }), NOW)).toBe(false);
  expect(list.has(token({ sessionId: undefined }), NOW)).toBe(false);
});

it("stops an account's tokens that were signed before the change", () => {
  const list = listOf(revocation({ belowVersion: 4 }), revocation({ belowVersion: 2, revokeTime: at(-3) }));
  expect(list.has(token({ accountVersion: 3 }), NOW)).toBe(true);
  expect(list.has(token({ accountVersion: 4 }), NOW)).toBe(false);
  expect(list.has(token({ userId: 'u2', accountVersion: 1 }), NOW)).toBe(false);
});

it('goes by the time of signing where a token has no version', () => {
  const list = listOf(revocation({}));
  expect(list.has(token({ accountVersion: undefined, issuedAt: at(-2) }), NOW)).toBe(true);
  expect(list.has(token({ accountVersion: undefined, issuedAt: undefined }), NOW)).toBe(true);
  expect(list.has(token({ accountVersion: undefined, issuedAt: at(0) }), NOW)).toBe(false);
});

it('forgets what is over, and knows what it knew already', () => {
  const list = listOf(revocation({ sessionId: 's1' }));
  expect(list.add([revocation({ sessionId: 's1' })], NOW)).toBe(false);
  expect(list.add([revocation({ sessionId: 's2' })], NOW)).toBe(true);
  expect(list.add([], at(15).getTime())).toBe(false);
  expect(list.has(token({}), NOW)).toBe(false);
});

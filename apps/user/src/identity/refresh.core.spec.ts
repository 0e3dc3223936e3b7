// What may be done with a refresh token, at the limits of its lifetime.
import { decideRefresh, GRACE_SECONDS } from './refresh.core.js';

const now = new Date('2026-09-23T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const fresh = { expireTime: ago(-1), useTime: null, revokeTime: null };

it.each([
  ['a fresh token', fresh, 'rotate'],
  ['one that expires now', { ...fresh, expireTime: now }, 'expired'],
  ['one used just within the grace', { ...fresh, useTime: ago(GRACE_SECONDS) }, 'repeat'],
  ['one used before that', { ...fresh, useTime: ago(GRACE_SECONDS + 0.001) }, 'reused'],
  ['one of an ended family, though fresh', { ...fresh, revokeTime: ago(1) }, 'revoked'],
  ['one used long ago and expired', { ...fresh, expireTime: ago(1), useTime: ago(60) }, 'expired'],
] as const)('%s', (_, token, decision) => expect(decideRefresh(token, now)).toBe(decision));

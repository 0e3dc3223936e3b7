import { grantRoles, inGroups, PENDING_SECONDS, readCode, stateOf } from './second-factor.core.js';

const NOW = new Date('2026-01-01T12:00:00Z');
const factor = (ageSeconds: number, confirmTime: Date | null = null) => ({
  userId: 'u',
  sealedSecret: 's',
  createTime: new Date(NOW.getTime() - ageSeconds * 1000),
  confirmTime,
});

describe('the state of a second factor', () => {
  it('is pending for an hour, and on for ever once it is proven', () => {
    expect(stateOf(undefined, NOW)).toBe('off');
    expect(stateOf(factor(PENDING_SECONDS - 1), NOW)).toBe('pending');
    expect(stateOf(factor(PENDING_SECONDS), NOW)).toBe('off');
    expect(stateOf(factor(PENDING_SECONDS * 1000, NOW), NOW)).toBe('on');
  });
});

describe('what somebody types', () => {
  it('is a code of the authenticator when it has six digits, however they are grouped', () => {
    expect(readCode(' 123 456 ')).toEqual({ kind: 'totp', code: '123456' });
    expect(readCode('123-456')).toEqual({ kind: 'totp', code: '123456' });
  });

  it('is a recovery code otherwise, in the form it was made in', () => {
    const code = 'ABCDEFGHIJKLMNOPQRST2345';
    expect(readCode(inGroups(code))).toEqual({ kind: 'recovery', code });
    expect(readCode(` ${inGroups(code).toLowerCase()}\n`)).toEqual({ kind: 'recovery', code });
    expect(readCode('12345').kind).toBe('recovery');
  });

  it('is made easy to copy', () => {
    expect(inGroups('ABCDEFGHIJKLMNOPQRST2345')).toBe('ABCD-EFGH-IJKL-MNOP-QRST-2345');
  });
});

describe('the roles of an access token', () => {
  it('are all, where no second factor is asked for or there is one', () => {
    for (const [hasFactor, isRequired] of [
      [false, false],
      [true, false],
      [true, true],
    ] as const) {
      expect(grantRoles(['rider', 'operator'], hasFactor, isRequired)).toEqual({
        roles: ['rider', 'operator'],
        isFactorNeeded: false,
      });
    }
  });

  it('are without the operator where it is missing; others need none', () => {
    expect(grantRoles(['rider', 'operator'], false, true)).toEqual({ roles: ['rider'], isFactorNeeded: true });
    expect(grantRoles(['operator'], false, true)).toEqual({ roles: [], isFactorNeeded: true });
    expect(grantRoles(['rider', 'driver'], false, true)).toEqual({ roles: ['rider', 'driver'], isFactorNeeded: false });
  });
});

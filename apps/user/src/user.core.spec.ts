// Changes of an account, and when nothing changes.
import { changeProfile, inOrder, replaceRoles } from './user.core.js';
import type { User } from './user.types.js';

const user: User = {
  userId: 'u1',
  email: 'ana@example.com',
  emailConfirmed: false,
  displayName: 'Ana',
  language: 'en',
  roles: ['rider'],
  createTime: new Date('2026-09-23T12:00:00Z'),
  version: 3,
};

describe('changeProfile', () => {
  it('replaces what is given and counts the version', () => {
    expect(changeProfile(user, { language: 'es' })).toEqual({ ...user, language: 'es', version: 4 });
  });

  it('is the same account when nothing differs', () => {
    expect(changeProfile(user, {})).toBe(user);
    expect(changeProfile(user, { displayName: 'Ana' })).toBe(user);
  });
});

describe('replaceRoles', () => {
  const operator: User = { ...user, roles: ['rider', 'operator'] };

  it('keeps each role once and in one order', () => {
    expect(inOrder(['operator', 'rider', 'operator'])).toEqual(['rider', 'operator']);
    expect(replaceRoles(user, ['driver', 'rider', 'driver'], 0).roles).toEqual(['rider', 'driver']);
    expect(replaceRoles(operator, ['operator', 'rider'], 0)).toBe(operator);
  });

  it('never takes the role from the last operator', () => {
    expect(() => replaceRoles(operator, ['rider'], 0)).toThrow(expect.objectContaining({ reason: 'LAST_OPERATOR' }));
    expect(replaceRoles(operator, ['rider'], 1).roles).toEqual(['rider']);
    expect(replaceRoles(operator, ['driver', 'operator'], 0).roles).toEqual(['driver', 'operator']);
  });
});

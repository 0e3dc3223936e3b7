// Changes of an account. Each returns the changed account with the next version, or throws and changes nothing.
import { failedPrecondition } from '@lastmile/errors';
import { USER_ROLES, type ProfileChange, type User, type UserRole } from './user.types.js';

/** The profile with the given fields replaced; the same account, version included, when nothing differs. */
export function changeProfile(user: User, change: ProfileChange): User {
  const displayName = change.displayName ?? user.displayName;
  const language = change.language ?? user.language;
  if (displayName === user.displayName && language === user.language) return user;
  return { ...user, displayName, language, version: user.version + 1 };
}

/** The account with its address confirmed; the same account if it already was. */
export const confirmEmail = (user: User): User =>
  user.emailConfirmed ? user : { ...user, emailConfirmed: true, version: user.version + 1 };

/**
 * Replaces the roles. `otherOperators` is the number of other operators. Throws failed_precondition LAST_OPERATOR when
 * no operator would be left.
 */
export function replaceRoles(user: User, roles: readonly UserRole[], otherOperators: number): User {
  const next = inOrder(roles);
  if (next.join() === user.roles.join()) return user;
  if (user.roles.includes('operator') && !next.includes('operator') && otherOperators === 0) {
    throw failedPrecondition('LAST_OPERATOR', 'the platform needs at least one operator');
  }
  return { ...user, roles: next, version: user.version + 1 };
}

/** Throws failed_precondition LAST_OPERATOR like replaceRoles. */
export function requireErasable(user: User, otherOperators: number): void {
  if (user.roles.includes('operator') && otherOperators === 0) {
    throw failedPrecondition('LAST_OPERATOR', 'the platform needs at least one operator');
  }
}

/** Each role once and in a fixed order, so that equal sets compare equal. */
export const inOrder = (roles: readonly UserRole[]): UserRole[] => USER_ROLES.filter((role) => roles.includes(role));

// What a second factor means for codes, times and roles.
import type { UserRole } from '../user.types.js';

/** A secret that no code has proven by then is worth nothing. */
export const PENDING_SECONDS = 3600;
export const RECOVERY_CODES = 10;

export interface SecondFactor {
  readonly userId: string;
  readonly sealedSecret: string;
  readonly createTime: Date;
  /** When a first code proved it; null while it protects nothing. */
  readonly confirmTime: Date | null;
}

/** What a right code uses up. */
export type CodeUse =
  | {
      readonly kind: 'totp';
      /** Of 30 seconds since 1970. */
      readonly step: number;
      /** As it is to be kept from now on: under the newest key. */
      readonly sealedSecret: string;
    }
  | { readonly kind: 'recovery'; readonly hash: string };

/** What somebody's code would use up of this second factor; undefined when it is wrong. */
export type CodeJudge = (factor: SecondFactor) => CodeUse | undefined;

export type SecondFactorState = 'off' | 'pending' | 'on';

export function stateOf(factor: SecondFactor | undefined, now: Date): SecondFactorState {
  if (factor?.confirmTime) return 'on';
  if (!factor) return 'off';
  return now.getTime() - factor.createTime.getTime() < PENDING_SECONDS * 1000 ? 'pending' : 'off';
}

/** Six digits are the authenticator's; all else is taken for a recovery code, in the form that is hashed. */
export function readCode(typed: string): { readonly kind: 'totp' | 'recovery'; readonly code: string } {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return { kind: /^\d{6}$/.test(code) ? 'totp' : 'recovery', code };
}

/** `ABCDEFGH…` as people copy it: in groups of four. */
export const inGroups = (code: string): string => code.match(/.{1,4}/g)!.join('-');

/** The roles of an access token, and whether one was left out for want of a second factor. */
export interface GrantedRoles {
  readonly roles: readonly UserRole[];
  readonly isFactorNeeded: boolean;
}

/** With `isRequired` nobody is an operator by password alone. */
export function grantRoles(roles: readonly UserRole[], hasFactor: boolean, isRequired: boolean): GrantedRoles {
  const isFactorNeeded = isRequired && !hasFactor && roles.includes('operator');
  return { roles: isFactorNeeded ? roles.filter((role) => role !== 'operator') : roles, isFactorNeeded };
}

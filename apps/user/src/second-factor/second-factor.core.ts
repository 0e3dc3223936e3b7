// How second factors affect codes, times and roles.
import type { UserRole } from '../user.types.js';

/** A secret expires if no code has proven it by then. */
export const PENDING_SECONDS = 3600;
export const RECOVERY_CODES = 10;

export interface SecondFactor {
  readonly userId: string;
  readonly sealedSecret: string;
  readonly createTime: Date;
  /** When a first code proved it; null while it is not in use. */
  readonly confirmTime: Date | null;
}

/** What a right code uses up. */
export type CodeUse =
  | {
      readonly kind: 'totp';
      /** Number of 30-second intervals since 1970. */
      readonly step: number;
      /** To be stored from now on: encrypted with the newest key. */
      readonly sealedSecret: string;
    }
  | { readonly kind: 'recovery'; readonly hash: string };

/** What a code would use up of this second factor; undefined when the code is wrong. */
export type CodeJudge = (factor: SecondFactor) => CodeUse | undefined;

export type SecondFactorState = 'off' | 'pending' | 'on';

export function stateOf(factor: SecondFactor | undefined, now: Date): SecondFactorState {
  if (factor?.confirmTime) return 'on';
  if (!factor) return 'off';
  return now.getTime() - factor.createTime.getTime() < PENDING_SECONDS * 1000 ? 'pending' : 'off';
}

/** Six digits are a code of the authenticator; everything else is treated as a recovery code, normalized for hashing. */
export function readCode(typed: string): { readonly kind: 'totp' | 'recovery'; readonly code: string } {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return { kind: /^\d{6}$/.test(code) ? 'totp' : 'recovery', code };
}

/** Formats `ABCDEFGH…` for copying: in groups of four. */
export const inGroups = (code: string): string => code.match(/.{1,4}/g)!.join('-');

/** The roles of an access token, and whether one was left out because there is no second factor. */
export interface GrantedRoles {
  readonly roles: readonly UserRole[];
  readonly isFactorNeeded: boolean;
}

/** With `isRequired`, the operator role needs a second factor. */
export function grantRoles(roles: readonly UserRole[], hasFactor: boolean, isRequired: boolean): GrantedRoles {
  const isFactorNeeded = isRequired && !hasFactor && roles.includes('operator');
  return { roles: isFactorNeeded ? roles.filter((role) => role !== 'operator') : roles, isFactorNeeded };
}

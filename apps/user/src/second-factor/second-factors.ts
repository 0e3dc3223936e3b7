// Second factors of the local identity provider: codes of an authenticator app, and recovery codes. Times are wall time.
import { randomBytes } from 'node:crypto';
import { hashOpaqueToken } from '@lastmile/auth';
import type { Secrets } from '../identity/secrets.js';
import {
  secondFactorNotBegun,
  secondFactorOff,
  secondFactorOn,
  secondFactorRequired,
  secondFactorWrong,
} from '../identity/identity.errors.js';
import type { AttemptRepository } from '../sign-in/attempt.repository.js';
import { CODES_ELSEWHERE } from '../sign-in/attempts.core.js';
import type { UserRole } from '../user.types.js';
import {
  grantRoles,
  inGroups,
  readCode,
  RECOVERY_CODES,
  stateOf,
  type GrantedRoles,
  type SecondFactor,
} from './second-factor.core.js';
import type { SecondFactorRepository } from './second-factor.repository.js';
import { base32, newTotpSecret, otpauthUri, stepOfCode } from './totp.js';

/** Enough that a plain hash of it cannot be tried out. */
const RECOVERY_CODE_BYTES = 15;

export interface SecondFactorsOptions {
  readonly repository: SecondFactorRepository;
  readonly attempts: AttemptRepository;
  readonly secrets: Secrets;
  /** Nobody is an operator without one. */
  readonly isRequiredOfOperators: boolean;
  readonly now?: () => Date;
}

export interface Account {
  readonly userId: string;
  /** Lower-cased. */
  readonly email: string;
}

/** What a sign-in shows beside the password. */
export interface ShownCode {
  /** Empty when none was sent. */
  readonly code: string;
  /** Its guesses are counted by itself already. */
  readonly isKnownDevice: boolean;
}

export const NO_CODE: ShownCode = { code: '', isKnownDevice: false };

export interface NewSecret {
  /** Base32. */
  readonly secret: string;
  readonly otpauthUri: string;
}

export interface FactorSummary {
  readonly isOn: boolean;
  readonly confirmTime?: Date;
  readonly recoveryCodesLeft: number;
}

export class SecondFactors {
  private readonly now: () => Date;

  constructor(private readonly options: SecondFactorsOptions) {
    this.now = options.now ?? (() => new Date());
  }

  async summary(userId: string): Promise<FactorSummary> {
    const factor = await this.options.repository.find(userId);
    if (!factor?.confirmTime) return { isOn: false, recoveryCodesLeft: 0 };
    const recoveryCodesLeft = await this.options.repository.recoveryCodesLeft(userId);
    return { isOn: true, confirmTime: factor.confirmTime, recoveryCodesLeft };
  }

  isRequiredOf(roles: readonly UserRole[]): boolean {
    return this.options.isRequiredOfOperators && roles.includes('operator');
  }

  /** The roles for an access token. */
  grant(roles: readonly UserRole[], hasFactor: boolean): GrantedRoles {
    return grantRoles(roles, hasFactor, this.options.isRequiredOfOperators);
  }

  /** A secret that `confirm` may turn on within an hour. Throws failed_precondition SECOND_FACTOR_ON. */
  async begin({ userId, email }: Account): Promise<NewSecret> {
    const secret = newTotpSecret();
    const sealed = this.options.secrets.seal(secret, contextOf(userId));
    if (!(await this.options.repository.begin(userId, sealed, this.now()))) throw secondFactorOn();
    return { secret, otpauthUri: otpauthUri(secret, email) };
  }

  /**
   * Turns it on, ends the other sessions and returns the recovery codes.
   * Throws unauthenticated SECOND_FACTOR_WRONG, failed_precondition SECOND_FACTOR_ON, SECOND_FACTOR_NOT_BEGUN.
   */
  async confirm(userId: string, typed: string, keepSessionId: string): Promise<string[]> {
    const now = this.now();
    const { codes, hashes } = newRecoveryCodes();
    const prove = (factor: SecondFactor | undefined): number => {
      const state = stateOf(factor, now);
      if (state === 'on') throw secondFactorOn();
      if (state === 'off') throw secondFactorNotBegun();
      const secret = this.options.secrets.open(factor!.sealedSecret, contextOf(userId)).text;
      const step = stepOfCode(secret, readCode(typed).code, now);
      if (step === undefined) throw secondFactorWrong();
      return step;
    };
    await this.options.repository.confirm(userId, keepSessionId, hashes, prove, now);
    return codes;
  }

  /**
   * Uses a code up, for an account whose password is proven. Returns whether it has a second factor at all.
   * Throws unauthenticated SECOND_FACTOR_REQUIRED without a code, SECOND_FACTOR_WRONG, resource_exhausted TOO_MANY_ATTEMPTS.
   */
  async prove({ userId, email }: Account, { code, isKnownDevice }: ShownCode): Promise<boolean> {
    const { attempts, repository } = this.options;
    const factor = await repository.find(userId);
    if (!factor?.confirmTime) return false;
    if (code === '') throw secondFactorRequired();
    const attempt = isKnownDevice ? undefined : await attempts.admit(email, [CODES_ELSEWHERE], this.now());
    if (!(await this.use(factor, code))) throw secondFactorWrong();
    if (attempt) await attempts.takeBack(attempt);
    return true;
  }

  /** Throws failed_precondition SECOND_FACTOR_OFF. */
  async renewRecoveryCodes(userId: string): Promise<string[]> {
    const { codes, hashes } = newRecoveryCodes();
    if (!(await this.options.repository.renewRecoveryCodes(userId, hashes))) throw secondFactorOff();
    return codes;
  }

  /** Throws failed_precondition SECOND_FACTOR_OFF. */
  async remove(userId: string): Promise<void> {
    if (!(await this.options.repository.remove(userId, this.now()))) throw secondFactorOff();
  }

  /** Throws not_found USER_NOT_FOUND. */
  async reset(userId: string): Promise<void> {
    await this.options.repository.reset(userId, this.now());
  }

  private async use({ userId, sealedSecret }: SecondFactor, typed: string): Promise<boolean> {
    const { repository, secrets } = this.options;
    const { kind, code } = readCode(typed);
    if (kind === 'recovery') return repository.useRecoveryCode(userId, hashOpaqueToken(code));
    const { text: secret, isNewest } = secrets.open(sealedSecret, contextOf(userId));
    if (!isNewest) await repository.reseal(userId, sealedSecret, secrets.seal(secret, contextOf(userId)));
    const step = stepOfCode(secret, code, this.now());
    return step !== undefined && repository.useStep(userId, step);
  }
}

/** A sealed secret opens for its own account alone. */
const contextOf = (userId: string): string => `second factor of ${userId}`;

function newRecoveryCodes(): { readonly codes: string[]; readonly hashes: string[] } {
  const plain = Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(RECOVERY_CODE_BYTES)));
  return { codes: plain.map(inGroups), hashes: plain.map(hashOpaqueToken) };
}

// Second factors of the local identity provider: codes of an authenticator app, and recovery codes. Times are wall time.
import { randomBytes } from 'node:crypto';
import { hashOpaqueToken } from '@lastmile/auth';
import { isDomainError } from '@lastmile/errors';
import type { Secrets } from '../identity/keys/secrets.js';
import {
  secondFactorNotBegun,
  secondFactorOff,
  secondFactorOn,
  secondFactorWrong,
} from '../identity/identity.error.js';
import type { AttemptRepository } from '../sign-in/attempt.repository.js';
import { CODES_ELSEWHERE } from '../sign-in/attempts.core.js';
import type { UserRole } from '../user.types.js';
import {
  grantRoles,
  inGroups,
  readCode,
  RECOVERY_CODES,
  stateOf,
  type CodeJudge,
  type CodeUse,
  type GrantedRoles,
  type SecondFactor,
} from './second-factor.core.js';
import type { SecondFactorRepository } from './second-factor.repository.js';
import { base32, newTotpSecret, otpauthUri, stepOfCode } from './totp.js';

/** Long enough that its plain hash cannot be broken by trying. */
const RECOVERY_CODE_BYTES = 15;

export interface LocalSecondFactorsOptions {
  readonly repository: SecondFactorRepository;
  readonly attempts: AttemptRepository;
  readonly secrets: Secrets;
  /** Without a second factor nobody gets the operator role. */
  readonly isRequiredOfOperators: boolean;
  readonly now?: () => Date;
}

export interface Account {
  readonly userId: string;
  /** Lower-cased. */
  readonly email: string;
}

/** A code, as it was entered. */
export interface ShownCode {
  /** Empty when none was sent. */
  readonly code: string;
  /** True when the attempts of this device are already counted separately. */
  readonly isKnownDevice: boolean;
}

export const NO_CODE: ShownCode = { code: '', isKnownDevice: false };

export interface NewSecret {
  /** Base32. */
  readonly secret: string;
  readonly otpauthUri: string;
}

/** The session and device on which a second factor is turned on. */
export interface KeptSession {
  readonly sessionId: string;
  /** Empty when the device is unknown. */
  readonly deviceToken: string;
}

export interface FactorSummary {
  readonly isOn: boolean;
  readonly confirmTime?: Date;
  readonly recoveryCodesLeft: number;
}

export class LocalSecondFactors {
  private readonly now: () => Date;

  constructor(private readonly options: LocalSecondFactorsOptions) {
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

  /** Creates a secret that `confirm` can turn on within an hour. Throws failed_precondition SECOND_FACTOR_ON. */
  async begin({ userId, email }: Account): Promise<NewSecret> {
    const secret = newTotpSecret();
    const sealed = this.options.secrets.seal(secret, contextOf(userId));
    if (!(await this.options.repository.begin(userId, sealed, this.now()))) throw secondFactorOn();
    return { secret, otpauthUri: otpauthUri(secret, email) };
  }

  /**
   * Turns the second factor on, ends all other sessions, makes all other devices unknown and returns the recovery
   * codes.
   * Throws unauthenticated SECOND_FACTOR_WRONG, failed_precondition SECOND_FACTOR_ON, SECOND_FACTOR_NOT_BEGUN.
   */
  async confirm(userId: string, typed: string, keep: KeptSession): Promise<string[]> {
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
    const kept = { sessionId: keep.sessionId, deviceHash: hashOpaqueToken(keep.deviceToken) };
    await this.options.repository.confirm(userId, kept, hashes, prove, now);
    return codes;
  }

  /**
   * Runs `act` with a function that checks a code. The account's password must be proven or its owner signed in. `act`
   * uses the code up (`useCode`) in the transaction that needs it. The function is undefined when there was no code or
   * no second factor. The attempt counts as wrong unless `act` succeeds or fails for another reason than a wrong code.
   * Throws resource_exhausted TOO_MANY_ATTEMPTS, and what `act` throws.
   */
  async withCode<T>(
    { userId, email }: Account,
    { code, isKnownDevice }: ShownCode,
    act: (judge: CodeJudge | undefined) => Promise<T>,
  ): Promise<T> {
    const { attempts, repository } = this.options;
    const factor = await repository.find(userId);
    if (!factor?.confirmTime || code === '') return act(undefined);
    const attempt = isKnownDevice ? undefined : await attempts.admit(email, [CODES_ELSEWHERE], this.now());
    let isWrong = false;
    try {
      return await act((present) => this.judge(present, code));
    } catch (error) {
      isWrong = isDomainError(error) && error.reason === secondFactorWrong().reason;
      throw error;
    } finally {
      if (attempt && !isWrong) await attempts.takeBack(attempt);
    }
  }

  /**
   * Accepts only codes of the authenticator. Throws like `withCode` and `useCode`, and failed_precondition
   * SECOND_FACTOR_OFF.
   */
  async renewRecoveryCodes(account: Account, shown: ShownCode): Promise<string[]> {
    const { codes, hashes } = newRecoveryCodes();
    const renewed = await this.withCode(account, shown, (judge) =>
      this.options.repository.renewRecoveryCodes(account.userId, judge && authenticatorOnly(judge), hashes),
    );
    if (!renewed) throw secondFactorOff();
    return codes;
  }

  /** Throws like `withCode` and `useCode`, and failed_precondition SECOND_FACTOR_OFF. */
  async remove(account: Account, shown: ShownCode): Promise<void> {
    const removed = await this.withCode(account, shown, (judge) =>
      this.options.repository.remove(account.userId, judge, this.now()),
    );
    if (!removed) throw secondFactorOff();
  }

  /** Throws not_found USER_NOT_FOUND. */
  async reset(userId: string): Promise<void> {
    await this.options.repository.reset(userId, this.now());
  }

  private judge({ userId, sealedSecret }: SecondFactor, typed: string): CodeUse | undefined {
    const { secrets } = this.options;
    const { kind, code } = readCode(typed);
    if (kind === 'recovery') return { kind, hash: hashOpaqueToken(code) };
    const { text: secret, isNewest } = secrets.open(sealedSecret, contextOf(userId));
    const step = stepOfCode(secret, code, this.now());
    if (step === undefined) return undefined;
    return { kind, step, sealedSecret: isNewest ? sealedSecret : secrets.seal(secret, contextOf(userId)) };
  }
}

const authenticatorOnly =
  (judge: CodeJudge): CodeJudge =>
  (factor) => {
    const use = judge(factor);
    return use?.kind === 'totp' ? use : undefined;
  };

/** A sealed secret can only be opened for its own account. */
const contextOf = (userId: string): string => `second factor of ${userId}`;

function newRecoveryCodes(): { readonly codes: string[]; readonly hashes: string[] } {
  const plain = Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(RECOVERY_CODE_BYTES)));
  return { codes: plain.map(inGroups), hashes: plain.map(hashOpaqueToken) };
}

// People with a second factor, for tests: what their authenticator shows, and what they sign in with.
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { Caller } from '@lastmile/auth';
import type { TestDatabase } from '@lastmile/testing';
import { codeAt } from '../src/second-factor/totp.js';
import type { RunningUserService } from './start-user.js';

export const PASSWORD = 'correct horse';

export interface Person {
  readonly email: string;
  readonly userId: string;
  readonly caller: Caller;
  /** Of the session of the sign-up. */
  readonly refreshToken: string;
  readonly sessionId: string;
}

export interface FactorOwner extends Person {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

export const sessionIdOf = (accessToken: string): string => decodeJwt(accessToken).session_id as string;
export const rolesOf = (accessToken: string): unknown => decodeJwt(accessToken).roles;
export const codeNow = (secret: string): string => codeAt(secret, new Date());

/** A code that is none of the present minutes'. */
export function wrongCode(secret: string): string {
  const good = new Set([-1, 0, 1, 2].map((steps) => codeAt(secret, new Date(Date.now() + steps * 30_000))));
  return ['000000', '111111', '222222', '333333', '444444'].find((code) => !good.has(code))!;
}

export const fromAddress = (address: string, deviceToken = '') => ({ address, userAgent: '', deviceToken });

/** `in`, or the reason of the refusal. */
export const outcome = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'in',
    (error: unknown) => (error as { reason: string }).reason,
  );

export async function register({ client }: RunningUserService): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  const { user, session } = await client.registerUser({
    requestId: randomUUID(),
    email,
    password: PASSWORD,
    displayName: 'Ana',
    language: '',
    roles: [],
  });
  const { userId } = user!;
  const { accessToken, refreshToken } = session!;
  return { email, userId, caller: { userId, roles: ['rider'] }, refreshToken, sessionId: sessionIdOf(accessToken) };
}

/** Turns a second factor on as its owner would, in the session given. */
export async function enroll<P extends Pick<Person, 'caller' | 'sessionId'>>(
  { factors }: RunningUserService,
  person: P,
  client?: ReturnType<typeof fromAddress>,
): Promise<P & { secret: string; recoveryCodes: readonly string[] }> {
  const { caller, sessionId: keepSessionId } = person;
  const { secret } = await factors.beginSecondFactor({ password: PASSWORD, client: undefined }, { caller });
  const request = { code: codeNow(secret), keepSessionId, client };
  const { recoveryCodes } = await factors.confirmSecondFactor(request, { caller });
  return { ...person, secret, recoveryCodes };
}

/** As if half a minute had passed since the last code was used: the present one counts. */
export const letStepsPass = (db: TestDatabase, userId: string): Promise<unknown> =>
  db.admin('UPDATE "user".second_factors SET last_step = 0 WHERE user_id = $1', [userId]);

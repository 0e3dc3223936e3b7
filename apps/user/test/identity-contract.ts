// What every identity provider promises, run against each of them.
import { randomUUID } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import { verifier } from '@lastmile/auth';
import type { IdentityProvider } from '../src/identity/identity-provider.service.js';
import { inOrder } from '../src/user.core.js';
import type { UserRepository } from '../src/user.repository.js';
import type { UserRole } from '../src/user.types.js';

export interface IdentityUnderTest {
  readonly identity: IdentityProvider;
  readonly users: UserRepository;
  readonly issuer: string;
  readonly audience: string;
  /** The token in the newest mail to that address. */
  resetTokenFor(email: string): Promise<string>;
  /** Makes used refresh tokens so old that presenting one is no retry. */
  letGraceRunOut(): Promise<void>;
}

const PASSWORD = 'correct horse';

export function identityContract(name: string, start: () => Promise<IdentityUnderTest>): void {
  describe(`identity provider ${name}`, () => {
    let it_: IdentityUnderTest;
    let identity: IdentityProvider;
    beforeAll(async () => {
      it_ = await start();
      ({ identity } = it_);
    });

    /** The steps of RegisterUser. */
    async function account(email = `${randomUUID()}@example.com`, password = PASSWORD, roles: UserRole[] = ['rider']) {
      const { userId, passwordHash } = await identity.enroll({ email, password });
      const profile = {
        userId,
        email,
        displayName: 'Ana',
        language: 'en',
        roles: inOrder(roles),
        createTime: new Date(),
        emailConfirmed: false,
      };
      await it_.users.register(randomUUID(), profile, passwordHash);
      await identity.setRoles(userId, roles);
      return { userId, email };
    }

    const verify = async (accessToken: string) => {
      const keys = createLocalJWKSet(await identity.publicKeys());
      return verifier({ keys, issuer: it_.issuer, audience: it_.audience })(accessToken);
    };
    const refused = (kind: string, reason: string) => expect.objectContaining({ kind, reason });
    /** A provider may forget a session that was ended, and then takes its tokens for unknown ones. */
    const ended = refused('unauthenticated', expect.stringMatching(/^SESSION_(EXPIRED|REVOKED)$/) as string);

    it('signs in with tokens that its published keys verify and that carry the roles', async () => {
      const { userId, email } = await account(undefined, PASSWORD, ['rider', 'driver']);
      const signedIn = await identity.signIn(email, PASSWORD);
      expect(signedIn.userId).toBe(userId);
      const { accessToken, expireTime } = signedIn.session;
      const known = await verify(accessToken);
      expect(known).toMatchObject({ userId, roles: ['rider', 'driver'] });
      expect(Math.abs(known.expiresAt.getTime() - expireTime.getTime())).toBeLessThan(2000);
    });

    it('publishes no private key', async () => {
      for (const key of (await identity.publicKeys()).keys) expect(key).not.toHaveProperty('d');
    });

    it('refuses a wrong password and an unknown address alike', async () => {
      const { email } = await account();
      const refusal = refused('unauthenticated', 'WRONG_CREDENTIALS');
      await expect(identity.signIn(email, 'not this one')).rejects.toEqual(refusal);
      await expect(identity.signIn('nobody@example.com', PASSWORD)).rejects.toEqual(refusal);
    });

    it('gives an address to one account', async () => {
      const { email } = await account();
      await expect(account(email)).rejects.toEqual(refused('already_exists', 'EMAIL_TAKEN'));
      await expect(account(email, 'another password')).rejects.toEqual(refused('already_exists', 'EMAIL_TAKEN'));
      await expect(identity.signIn(email, PASSWORD)).resolves.toBeDefined();
    });

    it('finishes a registration that was cut off before the profile was written', async () => {
      const email = `${randomUUID()}@example.com`;
      await identity.enroll({ email, password: PASSWORD });
      const { userId } = await account(email);
      await expect(identity.signIn(email, PASSWORD)).resolves.toMatchObject({ userId });
    });

    it('rotates refresh tokens, forgives a retry and ends the session of a stolen one', async () => {
      const { userId, email } = await account();
      const first = (await identity.signIn(email, PASSWORD)).session.refreshToken;
      const second = await identity.refresh(first);
      expect(second.userId).toBe(userId);
      expect(second.session.refreshToken).not.toBe(first);
      const retried = await identity.refresh(first);
      expect(retried.session.refreshToken).toBe(second.session.refreshToken);
      const third = await identity.refresh(second.session.refreshToken);
      await it_.letGraceRunOut();
      await expect(identity.refresh(first)).rejects.toEqual(refused('unauthenticated', 'SESSION_REVOKED'));
      await expect(identity.refresh(third.session.refreshToken)).rejects.toEqual(
        refused('unauthenticated', 'SESSION_REVOKED'),
      );
    });

    it('knows no made-up refresh token', async () => {
      await expect(identity.refresh('made up')).rejects.toEqual(refused('unauthenticated', 'SESSION_EXPIRED'));
    });

    it('ends one session at sign-out, as often as it is asked to', async () => {
      const { email } = await account();
      const { session } = await identity.signIn(email, PASSWORD);
      const other = await identity.signIn(email, PASSWORD);
      await identity.signOut(session.refreshToken);
      await identity.signOut(session.refreshToken);
      await identity.signOut('made up');
      await expect(identity.refresh(session.refreshToken)).rejects.toEqual(ended);
      await expect(identity.refresh(other.session.refreshToken)).resolves.toBeDefined();
    });

    it('carries new roles in the next access token', async () => {
      const { userId, email } = await account();
      const { session } = await identity.signIn(email, PASSWORD);
      const key = { callerId: 'operator', requestId: randomUUID(), command: 'SetUserRole' };
      const roles: UserRole[] = ['driver'];
      await it_.users.updateRoles(userId, key, roles, (user) => ({ ...user, roles, version: user.version + 1 }));
      await identity.setRoles(userId, roles);
      const next = await identity.refresh(session.refreshToken);
      await expect(verify(next.session.accessToken)).resolves.toMatchObject({ userId, roles });
    });

    it('sets a new password by mailed token, once, and ends all sessions', async () => {
      const { userId, email } = await account();
      const { session } = await identity.signIn(email, PASSWORD);
      await identity.requestPasswordReset(email);
      const token = await it_.resetTokenFor(email);
      await expect(identity.resetPassword(token, 'a better password')).resolves.toBe(userId);
      const invalid = refused('failed_precondition', 'RESET_TOKEN_INVALID');
      await expect(identity.resetPassword(token, 'an even better one')).rejects.toEqual(invalid);
      await expect(identity.refresh(session.refreshToken)).rejects.toEqual(ended);
      await expect(identity.signIn(email, PASSWORD)).rejects.toEqual(refused('unauthenticated', 'WRONG_CREDENTIALS'));
      await expect(identity.signIn(email, 'a better password')).resolves.toMatchObject({ userId });
    });

    it('says nothing about unknown addresses when a reset is asked for', async () => {
      await expect(identity.requestPasswordReset('nobody@example.com')).resolves.toBeUndefined();
    });
  });
}

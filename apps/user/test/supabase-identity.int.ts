// What we ask of Supabase Auth, and what we make of its answers, beyond what every identity provider promises.
import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { ResetRetryRepository } from '../src/identity/supabase/reset-retry.repository.js';
import { SupabaseIdentity } from '../src/identity/supabase/supabase-identity.service.js';
import { GoTrue } from './gotrue.js';

let db: TestDatabase;
let gotrue: GoTrue;
let supabase: SupabaseIdentity;

beforeAll(async () => {
  [db, gotrue] = await Promise.all([testDatabase('user'), GoTrue.start()]);
  supabase = new SupabaseIdentity(gotrue, new ResetRetryRepository(db.database));
});
afterAll(async () => {
  await gotrue?.stop();
  await db?.close();
});

describe('what Supabase is asked', () => {
  const email = 'wire@example.com';
  const password = 'correct horse';
  /** The requests that `act` causes, without the JSON Web Tokens in them. */
  const requestsOf = async (act: () => Promise<unknown>) => {
    const from = gotrue.seen.length;
    await act();
    return gotrue.seen.slice(from);
  };
  const asAnybody = { apikey: 'anon-key', bearer: 'anon-key', forwardedFor: undefined };
  const asService = { apikey: 'service-role-key', bearer: 'service-role-key', forwardedFor: undefined };
  let userId: string;

  beforeAll(async () => ({ userId } = await supabase.enroll({ email, password })));

  it('signs up and in with the public key only', async () => {
    expect(await requestsOf(() => supabase.signIn(email, password))).toEqual([
      {
        method: 'POST',
        path: '/token?grant_type=password',
        ...asAnybody,
        body: { email, password, gotrue_meta_security: {} },
      },
    ]);
    const signUp = gotrue.seen.find(({ path, body }) => path === '/signup' && body.email === email);
    expect(signUp).toMatchObject({ method: 'POST', ...asAnybody, body: { email, password } });
  });

  it('writes roles with the service role key, where the person cannot change them', async () => {
    expect(await requestsOf(() => supabase.setRoles(userId, ['rider', 'driver']))).toEqual([
      {
        method: 'PUT',
        path: `/admin/users/${userId}`,
        ...asService,
        body: { app_metadata: { roles: ['rider', 'driver'] } },
      },
    ]);
  });

  it('changes a password in the session of the mailed token and then ends every session', async () => {
    await supabase.requestPasswordReset(email);
    const token = gotrue.mailed.get(email)!;
    const seen = await requestsOf(() => supabase.resetPassword(token, 'a better password'));
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /verify',
      'PUT /user',
      'POST /logout?scope=global',
    ]);
    expect(seen[0]!.body).toMatchObject({ token_hash: token, type: 'recovery' });
    expect(seen[1]!.body).toMatchObject({ password: 'a better password' });
    expect(seen[1]!.bearer).toBe(seen[2]!.bearer);
    expect(seen[1]!.bearer).toMatch(/^eyJ/);
  });

  it('leaves a reset link good when it refuses the password', async () => {
    gotrue.advance(60);
    await supabase.requestPasswordReset(email);
    const link = gotrue.mailed.get(email)!;
    const refusal = { kind: 'invalid_argument', metadata: { field: 'new_password' } };
    for (const refused of ['password12', 'x'.repeat(73), 'password12']) {
      await expect(supabase.resetPassword(link, refused)).rejects.toMatchObject(refusal);
    }
    await expect(supabase.resetPassword(link, 'the best password')).resolves.toBe(userId);
    await expect(supabase.resetPassword(link, 'one more password')).rejects.toMatchObject({
      reason: 'RESET_TOKEN_INVALID',
    });
    await expect(supabase.signIn(email, 'the best password')).resolves.toMatchObject({ userId });
    const [row] = await db.admin<{ text: string }>(
      'SELECT string_agg(r::text, \' \') AS text FROM "user".reset_retries r',
    );
    expect(row!.text).not.toContain(link);
  });

  it('leaves a reset link good when the other sessions could not be ended', async () => {
    gotrue.advance(60);
    await supabase.requestPasswordReset(email);
    const link = gotrue.mailed.get(email)!;
    gotrue.refuse.set('POST /logout?scope=global', [500, 'unexpected_failure']);
    try {
      await expect(supabase.resetPassword(link, 'a third password')).rejects.toMatchObject({ kind: 'unavailable' });
    } finally {
      gotrue.refuse.clear();
    }
    await expect(supabase.resetPassword(link, 'a third password')).resolves.toBe(userId);
  });

  it('answers alike for known and unknown addresses, however often a reset is asked for', async () => {
    gotrue.advance(60);
    for (const address of [email, email, 'nobody@example.com', 'nobody@example.com']) {
      await expect(supabase.requestPasswordReset(address)).resolves.toBeUndefined();
    }
    gotrue.refuse.set('POST /recover', [400, 'email_address_not_authorized']);
    try {
      await expect(supabase.requestPasswordReset(email)).resolves.toBeUndefined();
    } finally {
      gotrue.refuse.clear();
    }
  });

  it('says nothing at sign-in of an account that was banned, and ends its sessions', async () => {
    const account = { email: 'banned@example.com', password };
    await supabase.enroll(account);
    const { session } = await supabase.signIn(account.email, password);
    gotrue.ban(account.email);
    await expect(supabase.signIn(account.email, password)).rejects.toMatchObject({ reason: 'WRONG_CREDENTIALS' });
    await expect(supabase.enroll(account)).rejects.toMatchObject({ reason: 'EMAIL_TAKEN' });
    await expect(supabase.refresh(session.refreshToken)).rejects.toMatchObject({ reason: 'SESSION_REVOKED' });
  });

  it('deletes an account, as often as it is asked to', async () => {
    const account = { email: 'erased@example.com', password };
    const erased = await supabase.enroll(account);
    const { session } = await supabase.signIn(account.email, password);
    await supabase.remove(erased.userId);
    await supabase.remove(erased.userId);
    await expect(supabase.signIn(account.email, password)).rejects.toMatchObject({ reason: 'WRONG_CREDENTIALS' });
    await expect(supabase.refresh(session.refreshToken)).rejects.toMatchObject({ reason: 'SESSION_EXPIRED' });
  });

  it.each([
    ['POST /signup', 422, 'signup_disabled', 'NOT_OFFERED_BY_PROVIDER'],
    ['POST /signup', 400, 'email_provider_disabled', 'NOT_OFFERED_BY_PROVIDER'],
    ['POST /signup', 400, 'validation_failed', 'INVALID_FIELD'],
    ['POST /signup', 400, 'captcha_failed', 'REFUSED_BY_PROVIDER'],
    ['POST /signup', 422, 'a_code_of_tomorrow', 'REFUSED_BY_PROVIDER'],
    ['POST /signup', 403, 'a_code_of_tomorrow', 'IDENTITY_PROVIDER_UNAVAILABLE'],
    ['POST /signup', 401, 'no_authorization', 'IDENTITY_PROVIDER_UNAVAILABLE'],
    ['POST /token?grant_type=password', 422, 'email_provider_disabled', 'NOT_OFFERED_BY_PROVIDER'],
    ['POST /token?grant_type=password', 400, 'validation_failed', 'WRONG_CREDENTIALS'],
    ['POST /token?grant_type=refresh_token', 400, 'validation_failed', 'SESSION_EXPIRED'],
    ['POST /token?grant_type=refresh_token', 409, 'conflict', 'IDENTITY_PROVIDER_UNAVAILABLE'],
    ['POST /recover', 400, 'validation_failed', 'INVALID_FIELD'],
    ['POST /verify', 403, 'user_banned', 'RESET_TOKEN_INVALID'],
    ['PUT /admin/users/:id', 404, 'user_not_found', 'USER_NOT_FOUND'],
  ] as const)('%s answered %d %s is %s', async (endpoint, status, code, reason) => {
    gotrue.refuse.set(endpoint, [status, code]);
    const calls = {
      'POST /signup': () => supabase.enroll({ email: 'new@example.com', password }),
      'POST /token?grant_type=password': () => supabase.signIn(email, password),
      'POST /token?grant_type=refresh_token': () => supabase.refresh('abcdefghijkl'),
      'POST /recover': () => supabase.requestPasswordReset(email),
      'POST /verify': () => supabase.resetPassword('token', password),
      'PUT /admin/users/:id': () => supabase.setRoles(userId, ['rider']),
    };
    try {
      await expect(calls[endpoint]()).rejects.toMatchObject({ reason });
    } finally {
      gotrue.refuse.clear();
    }
  });

  it('forwards the address of whoever asks where the project allows it, so that people do not share one limit', async () => {
    Object.assign(gotrue, { isLimited: true, believesForwarded: true });
    const everybody = Array.from({ length: 40 }, (_, i) => ({ address: `192.0.2.${i}`, userAgent: '' }));
    const signUps = (identity: SupabaseIdentity, name: string) =>
      Promise.allSettled(
        everybody.map((client, i) => identity.enroll({ email: `${name}${i}@example.com`, password }, client)),
      );
    const reasonsOf = async (outcomes: ReturnType<typeof signUps>) =>
      (await outcomes).flatMap((outcome) =>
        outcome.status === 'rejected' ? [(outcome.reason as { reason: string }).reason] : [],
      );
    try {
      expect(await reasonsOf(signUps(supabase, 'shared'))).toEqual(Array(10).fill('TOO_MANY_ATTEMPTS'));
      const { url, anonKey, serviceRoleKey } = gotrue;
      const telling = new SupabaseIdentity(
        { url, anonKey, serviceRoleKey, forwardsAddress: true },
        new ResetRetryRepository(db.database),
      );
      expect(await reasonsOf(signUps(telling, 'told'))).toEqual([]);
    } finally {
      Object.assign(gotrue, { isLimited: false, believesForwarded: false });
    }
  });

  it('passes its judgement of a password on, naming the field', async () => {
    await expect(supabase.enroll({ email: 'weak@example.com', password: 'password12' })).rejects.toMatchObject({
      kind: 'invalid_argument',
      metadata: { field: 'password' },
    });
  });

  it.each([[500], [502], [503]])('is unavailable at once when it answers HTTP %d', async (status) => {
    gotrue.failWith = status;
    try {
      const seen = await requestsOf(async () => {
        const calls = [
          () => supabase.refresh('x'),
          () => supabase.signIn(email, password),
          () => supabase.publicKeys(),
        ];
        for (const call of calls) {
          await expect(call()).rejects.toMatchObject({
            kind: 'unavailable',
            reason: 'IDENTITY_PROVIDER_UNAVAILABLE',
          });
        }
      });
      expect(seen).toHaveLength(3);
    } finally {
      gotrue.failWith = undefined;
    }
  });

  it('passes on that it was asked too often', async () => {
    gotrue.failWith = 429;
    try {
      await expect(supabase.signIn(email, password)).rejects.toMatchObject({
        kind: 'resource_exhausted',
        reason: 'TOO_MANY_ATTEMPTS',
        metadata: { retry_after_seconds: '60' },
      });
    } finally {
      gotrue.failWith = undefined;
    }
  });

  it('is unavailable when nobody listens', async () => {
    const retries = new ResetRetryRepository(db.database);
    const nowhere = new SupabaseIdentity({ url: 'http://127.0.0.1:9', anonKey: 'a', serviceRoleKey: 'b' }, retries);
    await expect(nowhere.signIn(email, password)).rejects.toMatchObject({ reason: 'IDENTITY_PROVIDER_UNAVAILABLE' });
    await expect(nowhere.publicKeys()).rejects.toMatchObject({ reason: 'IDENTITY_PROVIDER_UNAVAILABLE' });
  });
});

describe('an address that waits for its confirmation at Supabase', () => {
  const [mine, theirs] = ['correct horse', 'squatter horse'];
  let email: string;
  beforeAll(() => void (gotrue.confirmsMail = true));
  afterAll(() => void (gotrue.confirmsMail = false));
  beforeEach(() => void (email = `${randomUUID()}@example.com`));

  const notConfirmed = { kind: 'failed_precondition', reason: 'EMAIL_NOT_CONFIRMED' };

  it('gets a profile for the person who made the account, and no session yet', async () => {
    const first = await supabase.enroll({ email, password: mine });
    await expect(supabase.signIn(email, mine)).rejects.toMatchObject(notConfirmed);
    gotrue.advance(60);
    expect(await supabase.enroll({ email, password: mine })).toEqual(first);
    gotrue.confirm(email);
    await expect(supabase.signIn(email, mine)).resolves.toMatchObject(first);
    expect(await supabase.enroll({ email, password: mine })).toEqual(first);
  });

  it('is answered alike when it is asked for again before another mail may be sent', async () => {
    await supabase.enroll({ email, password: mine });
    await expect(supabase.enroll({ email, password: mine })).rejects.toMatchObject(notConfirmed);
  });

  it.each([0, 60])(
    'is nobody else’s: whoever made it with another password gets no profile of ours (%d s later)',
    async (s) => {
      await supabase.enroll({ email, password: theirs });
      gotrue.advance(s);
      await expect(supabase.enroll({ email, password: mine })).rejects.toMatchObject({ reason: 'EMAIL_TAKEN' });
      gotrue.confirm(email);
      await expect(supabase.enroll({ email, password: mine })).rejects.toMatchObject({ reason: 'EMAIL_TAKEN' });
    },
  );

  it('comes to its owner by a reset, which confirms it', async () => {
    await supabase.enroll({ email, password: theirs });
    await supabase.requestPasswordReset(email);
    const userId = await supabase.resetPassword(gotrue.mailed.get(email)!, mine);
    expect(await supabase.enroll({ email, password: mine })).toEqual({ userId });
    await expect(supabase.signIn(email, theirs)).rejects.toMatchObject({ reason: 'WRONG_CREDENTIALS' });
  });
});

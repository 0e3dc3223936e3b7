// Sign-up, sign-in and sessions with AUTH_PROVIDER=local over real gRPC: what races, retries and thieves get.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { Role } from '@lastmile/contracts';
import { MailServer, testDatabase, type TestDatabase } from '@lastmile/testing';
import { attemptKey } from '../src/sign-in/attempt.repository.js';
import { mailedResetToken, startUser, toldEvents, type RunningUserService } from './start-user.js';

const smtp = new MailServer();
let db: TestDatabase;
let one: RunningUserService;
let two: RunningUserService;

beforeAll(async () => {
  db = await testDatabase('user');
  await smtp.start();
  const mail = { SMTP_URL: smtp.url, MAIL_FROM: 'no-reply@lastmile.example' };
  [one, two] = await Promise.all([startUser(db, mail), startUser(db, mail)]);
});
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await smtp.stop();
  await db?.close();
});

const PASSWORD = 'correct horse';
const newEmail = () => `${randomUUID()}@example.com`;
const registration = (email: string) => ({
  requestId: randomUUID(),
  email,
  password: PASSWORD,
  displayName: 'Ana',
  language: '',
  roles: [],
});
const register = async (email = newEmail()) => {
  const { user, session } = await one.client.registerUser(registration(email));
  return { email, userId: user!.userId, session: session! };
};
const refresh = (refreshToken: string, at = one) => at.client.refreshSession({ refreshToken });
const refused = (kind: string, reason: string) => ({ kind, reason });

describe('RegisterUser', () => {
  it('makes a rider who speaks English by default, signed in', async () => {
    const email = newEmail();
    const { user, session } = await one.client.registerUser(registration(` ${email.toUpperCase()} `));
    expect(user).toMatchObject({ email, displayName: 'Ana', language: 'en', roles: [Role.ROLE_RIDER], version: 1 });
    const { json } = await two.client.getJsonWebKeySet({});
    const keys = createLocalJWKSet(JSON.parse(json) as JSONWebKeySet);
    const { payload } = await jwtVerify(session!.accessToken, keys, { issuer: 'lastmile', audience: 'lastmile' });
    expect(payload).toMatchObject({ sub: user!.userId, roles: ['rider'] });
    expect(payload.exp! - payload.iat!).toBe(900);
    expect(session!.expireTime).toEqual(new Date(payload.exp! * 1000));
  });

  it('makes one account of twenty identical requests at once, told once', async () => {
    const request = registration(newEmail());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).client.registerUser(request)),
    );
    const [first] = answers;
    expect(new Set(answers.map(({ user }) => user!.userId)).size).toBe(1);
    expect(new Set(answers.map(({ session }) => session!.refreshToken)).size).toBe(20);
    const told = (await toldEvents(db)).filter(
      ({ type, data }) =>
        type === 'user.registered' && (data as { user: { userId: string } }).user.userId === first!.user!.userId,
    );
    expect(told).toHaveLength(1);
    expect(told[0]!.data).toMatchObject({ user: { email: request.email, roles: ['ROLE_RIDER'] } });
  });

  it('gives an address to one of twenty different requests', async () => {
    const email = newEmail();
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        one.client.registerUser({ ...registration(i % 2 ? email : email.toUpperCase()), displayName: `Ana ${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject(refused('already_exists', 'EMAIL_TAKEN'));
    }
  });

  it('opens nobody else a session who knows the request id but not the password', async () => {
    const request = registration(newEmail());
    await one.client.registerUser(request);
    await expect(one.client.registerUser({ ...request, password: 'a wrong guess' })).rejects.toMatchObject(
      refused('already_exists', 'REQUEST_ID_REUSED'),
    );
    await expect(one.client.registerUser({ ...request, email: newEmail() })).rejects.toMatchObject(
      refused('already_exists', 'REQUEST_ID_REUSED'),
    );
  });

  it('stores neither password nor token in the clear', async () => {
    const { session } = await register();
    const dump = await db.admin<{ text: string }>(
      `SELECT string_agg(t::text, ' ') AS text FROM (
         SELECT to_jsonb(r) FROM "user".requests r UNION ALL SELECT to_jsonb(c) FROM "user".credentials c
         UNION ALL SELECT to_jsonb(t) FROM "user".refresh_tokens t) AS all_rows(t)`,
    );
    expect(dump[0]!.text).toContain('$argon2id$');
    expect(dump[0]!.text).not.toContain(PASSWORD);
    expect(dump[0]!.text).not.toContain(session.refreshToken);
  });
});

describe('RefreshSession', () => {
  it('rotates, and ends the family when a used token comes back', async () => {
    const { session } = await register();
    const { session: second } = await refresh(session.refreshToken, two);
    expect(second!.refreshToken).not.toBe(session.refreshToken);
    await makeGraceRunOut();
    await expect(refresh(session.refreshToken)).rejects.toMatchObject(refused('unauthenticated', 'SESSION_REVOKED'));
    await expect(refresh(second!.refreshToken, two)).rejects.toMatchObject(
      refused('unauthenticated', 'SESSION_REVOKED'),
    );
  });

  it('leaves other sessions of the account alone', async () => {
    const { email, session } = await register();
    const other = await one.client.loginUser({ email, password: PASSWORD });
    await refresh(session.refreshToken);
    await makeGraceRunOut();
    await expect(refresh(session.refreshToken)).rejects.toMatchObject({ reason: 'SESSION_REVOKED' });
    await expect(refresh(other.session!.refreshToken)).resolves.toBeDefined();
  });

  it('answers ten concurrent exchanges of one token with one successor, which works', async () => {
    const { session } = await register();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => refresh(session.refreshToken, i % 2 ? one : two)),
    );
    const tokens = new Set(answers.map((answer) => answer.session!.refreshToken));
    expect(tokens.size).toBe(1);
    const [successor] = tokens;
    expect(successor).not.toBe(session.refreshToken);
    expect(new Set(answers.map((answer) => answer.session!.refreshExpireTime!.getTime())).size).toBe(1);
    await refresh(successor!);
  });

  it('ends a session 90 days after its sign-in, however often it is refreshed', async () => {
    const { userId, session } = await register();
    await db.admin(`UPDATE "user".session_families SET end_time = now() + interval '1 hour' WHERE user_id = $1`, [
      userId,
    ]);
    const { session: second } = await refresh(session.refreshToken);
    expect(second!.refreshExpireTime!.getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000);
    await db.admin(
      `UPDATE "user".refresh_tokens SET expire_time = now() WHERE family_id IN (
         SELECT family_id FROM "user".session_families WHERE user_id = $1)`,
      [userId],
    );
    await expect(refresh(second!.refreshToken)).rejects.toMatchObject(refused('unauthenticated', 'SESSION_EXPIRED'));
    const [family] = await db.admin<{ days: number }>(
      `SELECT extract(epoch FROM end_time - create_time) / 86400 AS days FROM "user".session_families
       WHERE user_id = $1`,
      [(await register()).userId],
    );
    expect(Number(family!.days)).toBeCloseTo(90, 3);
  });

  it('refuses tokens that are unknown or too old', async () => {
    await expect(refresh('made up')).rejects.toMatchObject(refused('unauthenticated', 'SESSION_EXPIRED'));
    const { session } = await register();
    await db.admin(`UPDATE "user".refresh_tokens SET expire_time = now() - interval '1 second' WHERE use_time IS NULL`);
    await expect(refresh(session.refreshToken)).rejects.toMatchObject(refused('unauthenticated', 'SESSION_EXPIRED'));
  });

  it('works with a key and a family that outlive the process', async () => {
    const { session } = await register();
    const before = await one.client.getJsonWebKeySet({});
    const three = await startUser(db);
    try {
      await expect(three.client.getJsonWebKeySet({})).resolves.toEqual(before);
      await expect(refresh(session.refreshToken, three)).resolves.toBeDefined();
    } finally {
      await three.stop();
    }
  });
});

describe('the signing key', () => {
  const started = async (key: string) => {
    const three = await startUser(db, { JWT_PRIVATE_KEY: key });
    try {
      const { json } = await three.client.getJsonWebKeySet({});
      return (JSON.parse(json) as JSONWebKeySet).keys;
    } finally {
      await three.stop();
    }
  };

  it('can be given, as PEM with or without line breaks and as JWK', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { x, y } = privateKey.export({ format: 'jwk' });
    for (const text of [pem, pem.replaceAll('\n', '\\n'), JSON.stringify(privateKey.export({ format: 'jwk' }))]) {
      expect(await started(text)).toEqual([expect.objectContaining({ x, y, alg: 'ES256' })]);
    }
  });

  it('is refused when it is of another kind, without being shown', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const bad of [pem, '{', 'secret-text']) {
      const error = await started(bad).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining('JWT_PRIVATE_KEY') });
      expect(String(error)).not.toContain(bad.length > 1 ? bad : 'secret-text');
    }
  });
});

describe('LogoutUser', () => {
  it('ends the family by any of its tokens, again and again', async () => {
    const { session } = await register();
    const { session: second } = await refresh(session.refreshToken);
    await one.client.logoutUser({ refreshToken: session.refreshToken });
    await one.client.logoutUser({ refreshToken: session.refreshToken });
    await one.client.logoutUser({ refreshToken: 'made up' });
    await expect(refresh(second!.refreshToken)).rejects.toMatchObject(refused('unauthenticated', 'SESSION_REVOKED'));
  });
});

describe('LoginUser', () => {
  const login = (email: string, password: string) => one.client.loginUser({ email, password });

  it('answers an unknown address like a wrong password', async () => {
    const { email } = await register();
    const [unknown, wrong] = await Promise.all([
      login(newEmail(), PASSWORD).catch((error: unknown) => error),
      login(email, 'not this one').catch((error: unknown) => error),
    ]);
    expect(unknown).toMatchObject(refused('unauthenticated', 'WRONG_CREDENTIALS'));
    expect({ ...(wrong as object), message: (wrong as Error).message }).toEqual({
      ...(unknown as object),
      message: (unknown as Error).message,
    });
  });

  const from = (address: string, deviceToken = '') => ({ address, userAgent: 'test', deviceToken });
  const guess = (email: string, password: string, client: ReturnType<typeof from>, at = one) =>
    at.client.loginUser({ email, password, client }).then(
      () => 'in',
      (error: unknown) => (error as { reason: string }).reason,
    );
  const counted = (outcomes: string[]) => ({
    wrong: outcomes.filter((outcome) => outcome === 'WRONG_CREDENTIALS').length,
    refused: outcomes.filter((outcome) => outcome === 'TOO_MANY_ATTEMPTS').length,
  });

  it.each([
    ['known', async () => (await register()).email],
    ['unknown', async () => newEmail()],
  ])('lets no more than five of thirty guesses at a %s account through, however they come', async (_, address) => {
    const email = await address();
    const stranger = from('203.0.113.9');
    const guesses = Array.from({ length: 30 }, (_, i) =>
      guess(email, `guess number ${i}`, stranger, i % 2 ? one : two),
    );
    expect(counted(await Promise.all(guesses))).toEqual({ wrong: 5, refused: 25 });
    const error = await one.client
      .loginUser({ email, password: PASSWORD, client: stranger })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject(refused('resource_exhausted', 'TOO_MANY_ATTEMPTS'));
    const seconds = Number((error as { metadata: Record<string, string> }).metadata.retry_after_seconds);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
  });

  it("lets the owner in from another address, whatever a stranger's guesses", async () => {
    const { email } = await register();
    for (let i = 0; i < 8; i += 1) await guess(email, 'not this one', from('203.0.113.9'));
    expect(await guess(email, PASSWORD, from('203.0.113.9'))).toBe('TOO_MANY_ATTEMPTS');
    expect(await guess(email, PASSWORD, from('198.51.100.4'))).toBe('in');
    // The owner's sign-in gives the stranger no new guesses.
    expect(await guess(email, 'not this one', from('203.0.113.9'))).toBe('TOO_MANY_ATTEMPTS');
  });

  it('bounds the guesses from many addresses, and lets a known device in all the same', async () => {
    const { email } = await register();
    const { deviceToken } = await one.client.loginUser({ email, password: PASSWORD, client: from('198.51.100.4') });
    const guesses: string[] = [];
    for (let i = 0; i < 60; i += 1) guesses.push(await guess(email, 'not this one', from(`203.0.113.${i}`)));
    expect(counted(guesses)).toEqual({ wrong: 50, refused: 10 });
    expect(await guess(email, PASSWORD, from('198.51.100.5'))).toBe('TOO_MANY_ATTEMPTS');
    expect(await guess(email, PASSWORD, from('198.51.100.5', 'made up'))).toBe('TOO_MANY_ATTEMPTS');
    expect(await guess(email, PASSWORD, from('203.0.113.9', deviceToken))).toBe('in');
    const other = await register();
    const foreign = await one.client.loginUser({ email: other.email, password: PASSWORD });
    expect(await guess(email, PASSWORD, from('198.51.100.5', foreign.deviceToken))).toBe('TOO_MANY_ATTEMPTS');
  });

  it('limits guesses from a known device too', async () => {
    const { email } = await register();
    const { deviceToken } = await one.client.loginUser({ email, password: PASSWORD });
    const guesses = Array.from({ length: 8 }, (_, i) =>
      guess(email, 'not this one', from(`203.0.113.${i}`, deviceToken)),
    );
    expect(counted(await Promise.all(guesses))).toEqual({ wrong: 5, refused: 3 });
  });

  it('counts addresses of one IPv6 network as one', async () => {
    const { email } = await register();
    const guesses: string[] = [];
    for (let i = 1; i < 8; i += 1) guesses.push(await guess(email, 'not this one', from(`2001:db8:1:2::${i}`)));
    expect(counted(guesses)).toEqual({ wrong: 5, refused: 2 });
    expect(await guess(email, PASSWORD, from('2001:db8:1:3::1'))).toBe('in');
  });

  it('starts to count anew after the right password and after fifteen minutes', async () => {
    const { email } = await register();
    const home = from('198.51.100.4');
    const wrong = async (times: number) => {
      for (let i = 0; i < times; i += 1) await guess(email, 'not this one', home);
    };
    await wrong(4);
    expect(await guess(email, PASSWORD, home)).toBe('in');
    await wrong(5);
    expect(await guess(email, PASSWORD, home)).toBe('TOO_MANY_ATTEMPTS');
    await db.admin(
      `UPDATE "user".sign_in_attempts SET attempt_times =
         ARRAY(SELECT at - interval '15 minutes' FROM unnest(attempt_times) AS at) WHERE email = $1`,
      [attemptKey(email)],
    );
    expect(await guess(email, PASSWORD, home)).toBe('in');
  });

  it('raises an old hash to the present cost', async () => {
    const { email, userId } = await register();
    const costlier = await startUser(db, { ARGON2_MEMORY_KIB: '2048' });
    try {
      await costlier.client.loginUser({ email, password: PASSWORD });
    } finally {
      await costlier.stop();
    }
    const [row] = await db.admin<{ password_hash: string }>(
      'SELECT password_hash FROM "user".credentials WHERE user_id = $1',
      [userId],
    );
    expect(row!.password_hash).toContain('m=2048');
    await expect(login(email, PASSWORD)).resolves.toBeDefined();
  });
});

describe('ResetPassword', () => {
  it('takes one token of an account once, ends all sessions and lifts the throttle', async () => {
    const { email, session } = await register();
    await one.client.requestPasswordReset({ email });
    const other = await mailedResetToken(smtp, email);
    await two.client.requestPasswordReset({ email: email.toUpperCase() });
    const resetToken = await mailedResetToken(smtp, email, 2);
    for (let i = 0; i < 5; i += 1) await one.client.loginUser({ email, password: 'forgotten' }).catch(() => undefined);

    const newPassword = 'a better password';
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => one.client.resetPassword({ resetToken, newPassword })),
    );
    expect(tries.map((it) => (it.status === 'rejected' ? it.reason.reason : 'done')).sort()).toEqual([
      ...Array<string>(4).fill('RESET_TOKEN_INVALID'),
      'done',
    ]);
    const noGood = refused('failed_precondition', 'RESET_TOKEN_INVALID');
    await expect(one.client.resetPassword({ resetToken: other, newPassword })).rejects.toMatchObject(noGood);
    await expect(refresh(session.refreshToken)).rejects.toMatchObject({ reason: 'SESSION_REVOKED' });
    await expect(one.client.loginUser({ email, password: PASSWORD })).rejects.toMatchObject({
      reason: 'WRONG_CREDENTIALS',
    });
    await expect(one.client.loginUser({ email, password: newPassword })).resolves.toBeDefined();
  });

  it('refuses a token that is too old', async () => {
    const { email } = await register();
    await one.client.requestPasswordReset({ email });
    const resetToken = await mailedResetToken(smtp, email);
    await db.admin(`UPDATE "user".password_resets SET expire_time = now() - interval '1 second'`);
    await expect(one.client.resetPassword({ resetToken, newPassword: 'a better password' })).rejects.toMatchObject({
      reason: 'RESET_TOKEN_INVALID',
    });
    await expect(one.client.loginUser({ email, password: PASSWORD })).resolves.toBeDefined();
  });

  it('mails nothing to an address nobody has, and says nothing about it', async () => {
    const wishes = async () => (await toldEvents(db)).length;
    const before = await wishes();
    await expect(one.client.requestPasswordReset({ email: newEmail() })).resolves.toEqual({});
    expect(await wishes()).toBe(before);
  });
});

/** As if every used token had been exchanged a minute ago. */
const makeGraceRunOut = () =>
  db.admin(`UPDATE "user".refresh_tokens SET use_time = use_time - interval '1 minute' WHERE use_time IS NOT NULL`);

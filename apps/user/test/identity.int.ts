// Both identity providers keep one contract; Supabase's over HTTP, as its own client speaks it.
import { AccessTokens, generateSigningJwk, loadSigningKey } from '@lastmile/auth';
import { EventBus, Jobs, ServiceGraph } from '@lastmile/events';
import { Mailer, type Mail, type MailOutcome } from '@lastmile/mail';
import { APPS_DIRECTORY } from '@lastmile/postgres';
import { ManualClock, testDatabase, type TestDatabase } from '@lastmile/testing';
import { CredentialRepository, type ResetRequest } from '../src/identity/credential.repository.js';
import { LocalIdentity } from '../src/identity/local.identity.js';
import { PasswordResetHandlers } from '../src/identity/password-reset.handlers.js';
import { SessionRepository } from '../src/identity/session.repository.js';
import { ConfiguredKey } from '../src/identity/signing-keys.js';
import { SupabaseIdentity } from '../src/identity/supabase.identity.js';
import { AccountMails } from '../src/mail/account-mail.js';
import { UserEvents } from '../src/user.events.js';
import { UserRepository } from '../src/user.repository.js';
import { GoTrue } from './gotrue.js';
import { identityContract } from './identity-contract.js';
import { tokenIn } from './start-user.js';

let db: TestDatabase;
let events: UserEvents;
let users: UserRepository;
let gotrue: GoTrue;
let supabase: SupabaseIdentity;

beforeAll(async () => {
  db = await testDatabase('user');
  events = new UserEvents(new EventBus('user', new ServiceGraph(APPS_DIRECTORY)), new ManualClock());
  users = new UserRepository(db.database, events);
  gotrue = await GoTrue.start();
  supabase = new SupabaseIdentity(gotrue);
});
afterAll(async () => {
  await gotrue?.stop();
  await db?.close();
});

identityContract('local', async () => {
  let now = Date.now();
  const key = await loadSigningKey(await generateSigningJwk());
  const credentials = new CredentialRepository(db.database, new Jobs('user', new ManualClock()));
  return {
    identity: new LocalIdentity({
      credentials,
      sessions: new SessionRepository(db.database),
      tokens: new AccessTokens({ keys: [key], issuer: 'lastmile', audience: 'lastmile' }),
      keys: new ConfiguredKey(key),
      argon2MemoryKib: 1024,
      now: () => new Date(now),
    }),
    users,
    issuer: 'lastmile',
    audience: 'lastmile',
    resetTokenFor: (email) => mailNow(credentials, email),
    letGraceRunOut: async () => void (now += 11_000),
  };
});

identityContract('supabase', async () => ({
  identity: supabase,
  users,
  issuer: gotrue.issuer,
  audience: 'authenticated',
  resetTokenFor: async (email) => gotrue.mailed.get(email)!,
  letGraceRunOut: async () => void (gotrue.reuseIsTheft = true),
}));

describe('what Supabase is asked', () => {
  const email = 'wire@example.com';
  const password = 'correct horse';
  /** The requests that `act` causes, without the JSON Web Tokens in them. */
  const requestsOf = async (act: () => Promise<unknown>) => {
    const from = gotrue.seen.length;
    await act();
    return gotrue.seen.slice(from);
  };
  const asAnybody = { apikey: 'anon-key', bearer: 'anon-key' };
  const asService = { apikey: 'service-role-key', bearer: 'service-role-key' };
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
    const nowhere = new SupabaseIdentity({ url: 'http://127.0.0.1:9', anonKey: 'a', serviceRoleKey: 'b' });
    await expect(nowhere.signIn(email, password)).rejects.toMatchObject({ reason: 'IDENTITY_PROVIDER_UNAVAILABLE' });
    await expect(nowhere.publicKeys()).rejects.toMatchObject({ reason: 'IDENTITY_PROVIDER_UNAVAILABLE' });
  });
});

class KeptMails extends Mailer {
  readonly isOn = true;
  readonly mails: Mail[] = [];

  async send(mail: Mail): Promise<MailOutcome> {
    this.mails.push(mail);
    return 'taken';
  }
}

/** Does what the service's worker would do with the newest wish. */
async function mailNow(credentials: CredentialRepository, email: string): Promise<string> {
  const [job] = await db.admin<{ data: ResetRequest }>(
    `SELECT payload->'data' AS data FROM events._private_jobs WHERE payload->'data'->>'resetId' IS NOT NULL ORDER BY id DESC LIMIT 1`,
  );
  const mailer = new KeptMails();
  await new PasswordResetHandlers(credentials, new AccountMails(mailer)).mailToken(job!.data);
  const [mail] = mailer.mails;
  expect(mail).toMatchObject({ to: email });
  return tokenIn(mail!.text);
}

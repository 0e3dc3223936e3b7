// Both identity providers keep one contract; Supabase's over HTTP, as its own client speaks it.
import { AccessTokens, generateSigningJwk, loadSigningKey } from '@lastmile/auth';
import { EventBus, Jobs, ServiceGraph } from '@lastmile/events';
import { Mailer, type Mail, type MailOutcome } from '@lastmile/mail';
import { APPS_DIRECTORY } from '@lastmile/postgres';
import { ManualClock, testDatabase, type TestDatabase } from '@lastmile/testing';
import { CredentialRepository } from '../src/identity/credential.repository.js';
import { EmailConfirmationRepository } from '../src/identity/email-confirmation.repository.js';
import { LocalIdentity } from '../src/identity/local-identity.service.js';
import { PasswordResetService } from '../src/identity/password-reset.service.js';
import { ResetRetryRepository } from '../src/identity/supabase/reset-retry.repository.js';
import { Secrets } from '../src/identity/keys/secrets.js';
import { SessionRepository } from '../src/identity/session.repository.js';
import { ConfiguredKey } from '../src/identity/keys/signing-keys.service.js';
import { SupabaseIdentity } from '../src/identity/supabase/supabase-identity.service.js';
import { AccountMails } from '../src/mail/account-mail.js';
import { AccountMailQueue, type ResetRequest } from '../src/mail/account-mail.queue.js';
import { FactorNoticeRepository } from '../src/second-factor/factor-notice.repository.js';
import { SecondFactorRepository } from '../src/second-factor/second-factor.repository.js';
import { LocalSecondFactors } from '../src/second-factor/local-second-factors.service.js';
import { AttemptRepository } from '../src/sign-in/attempt.repository.js';
import { UserPublisher } from '../src/user.publisher.js';
import { UserRepository } from '../src/user.repository.js';
import { GoTrue } from './gotrue.js';
import { identityContract } from './identity-contract.js';
import { testConfig, tokenIn } from './start-user.js';

let db: TestDatabase;
let events: UserPublisher;
let users: UserRepository;
let gotrue: GoTrue;
let supabase: SupabaseIdentity;

beforeAll(async () => {
  db = await testDatabase('user');
  events = new UserPublisher(new EventBus('user', new ServiceGraph(APPS_DIRECTORY)), new ManualClock());
  users = new UserRepository(db.database, events);
  gotrue = await GoTrue.start();
  supabase = new SupabaseIdentity(gotrue, new ResetRetryRepository(db.database));
});
afterAll(async () => {
  await gotrue?.stop();
  await db?.close();
});

identityContract('local', async () => {
  let now = Date.now();
  const key = await loadSigningKey(await generateSigningJwk());
  const mails = new AccountMailQueue(new Jobs('user', new ManualClock()));
  const credentials = new CredentialRepository(db.database, mails);
  return {
    identity: new LocalIdentity({
      credentials,
      sessions: new SessionRepository(db.database),
      confirmations: new EmailConfirmationRepository(db.database, mails),
      tokens: new AccessTokens({ keys: [key], issuer: 'lastmile', audience: 'lastmile' }),
      keys: new ConfiguredKey(key),
      secondFactors: new LocalSecondFactors({
        repository: new SecondFactorRepository(db.database, new FactorNoticeRepository(db.database, mails)),
        attempts: new AttemptRepository(db.database),
        secrets: new Secrets([Buffer.alloc(32, 7)]),
        isRequiredOfOperators: false,
      }),
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
  letGraceRunOut: async () => gotrue.advance(11),
}));

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
  await new PasswordResetService(credentials, new AccountMails(mailer), testConfig()).mailToken(job!.data);
  const [mail] = mailer.mails;
  expect(mail).toMatchObject({ to: email });
  return tokenIn(mail!.text);
}

// The user service on a port of its own, on a database of its own, with cheap password hashes.
import { PrivacyServiceService, SecondFactorServiceService, UserServiceService } from '@lastmile/contracts';
import { createClient, serve, type RpcClient } from '@lastmile/grpc';
import { createLogger } from '@lastmile/telemetry';
import { waitFor, type MailServer, type TestDatabase } from '@lastmile/testing';
import { UserConfig } from '../src/user.config.js';
import { UserModule } from '../src/user.module.js';

export interface RunningUserService {
  readonly client: RpcClient<typeof UserServiceService>;
  readonly factors: RpcClient<typeof SecondFactorServiceService>;
  stop(): Promise<void>;
}

const OWN_KEYS = [
  'OPERATOR_EMAIL',
  'OPERATOR_PASSWORD',
  'AUTH_PROVIDER',
  'JWT_PRIVATE_KEY',
  'SMTP_URL',
  'MAIL_FROM',
  'PASSWORD_RESET_URL',
  'EMAIL_CONFIRMATION_URL',
  'SIGNING_KEY_DAYS',
  'REQUIRE_OPERATOR_TOTP',
];

/** Of no account but those of tests. */
export const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');

/** As the environment says that a test starts the service with. */
export const testConfig = (): UserConfig => new UserConfig({ USER_SECRETS_KEY: SECRETS_KEY });

/** The environment is read while the service boots; services started side by side must be given the same. */
export async function startUser(db: TestDatabase, env: Record<string, string> = {}): Promise<RunningUserService> {
  for (const key of OWN_KEYS) delete process.env[key];
  const base = {
    DATABASE_URL: db.url,
    ARGON2_MEMORY_KIB: '1024',
    LOG_LEVEL: 'silent',
    USER_SECRETS_KEY: SECRETS_KEY,
    DATABASE_WAIT_SECONDS: '1',
  };
  Object.assign(process.env, base, env);
  const server = await serve({
    service: 'user',
    definitions: [UserServiceService, SecondFactorServiceService, PrivacyServiceService],
    module: UserModule,
    port: 0,
    host: '127.0.0.1',
    drainSeconds: 0,
    logger: createLogger({ service: 'user', level: 'silent' }),
  });
  const to = { address: `ipv4:127.0.0.1:${server.port}`, service: 'gateway' };
  const client = createClient(UserServiceService, to);
  const factors = createClient(SecondFactorServiceService, to);
  return {
    client,
    factors,
    stop: async () => {
      client.close();
      factors.close();
      await server.stop();
    },
  };
}

/** The events told since the database was made, oldest first, one for each event however many listen. */
export async function toldEvents(db: TestDatabase): Promise<{ id: string; type: string; data: unknown }[]> {
  return db.admin(
    `SELECT payload->>'id' AS id, payload->>'type' AS type, payload->'data' AS data
     FROM events._private_jobs AS jobs ORDER BY jobs.id`,
  );
}

/** The newest reset token mailed to an address, once there are `mails` of them; in English. */
export async function mailedResetToken({ received }: MailServer, email: string, mails = 1): Promise<string> {
  const to = () => received.filter((mail) => mail.to.includes(email) && /^Subject: Reset/m.test(mail.text));
  await waitFor(() => to().length >= mails, { what: `${mails} mails to ${email}` });
  return tokenIn(to().at(-1)!.text);
}

/** A mail's token, with or without a link before it. */
export function tokenIn(mail: string): string {
  const [, token] = /(?:#token=|^)([\w-]{43})\s*$/m.exec(mail) ?? [];
  if (!token) throw new Error('a mail without a token');
  return token;
}

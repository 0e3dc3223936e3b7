// The environment of the user service as a typed object.
import { DEFAULT_MEMORY_KIB } from '@lastmile/auth';
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { kept } from '@lastmile/privacy';
import { z } from 'zod';

const secret = z.string().min(1);

/** The limit of Supabase's bcrypt, for both providers, so that accounts can move from one to the other. */
export const MOST_PASSWORD_BYTES = 72;
export const password = z
  .string()
  .min(10)
  .refine((text) => Buffer.byteLength(text) <= MOST_PASSWORD_BYTES, `must have at most ${MOST_PASSWORD_BYTES} bytes`);

export interface LocalConfig {
  readonly provider: 'local';
  /** PEM (PKCS #8) or JWK text; undefined: use the keys in the database. */
  readonly privateKey?: string;
  /** 32 bytes each. The first encrypts secrets in the database, all of them decrypt. */
  readonly secretsKeys: readonly [Buffer, ...Buffer[]];
  /** How many days a key of the database signs. */
  readonly signingKeyDays: number;
  readonly issuer: string;
  readonly audience: string;
  readonly argon2MemoryKib: number;
  /** Without a second factor nobody gets the operator role. */
  readonly requiresOperatorTotp: boolean;
}

export interface SupabaseConfig {
  readonly provider: 'supabase';
  readonly url: string;
  readonly anonKey: string;
  readonly serviceRoleKey: string;
  /** Whether the client's address is sent to Supabase. */
  readonly forwardsAddress: boolean;
}

export interface OperatorConfig {
  readonly email: string;
  readonly password: string;
}

type Env = Record<string, string | undefined>;

export class UserConfig {
  readonly port: number;
  readonly identity: LocalConfig | SupabaseConfig;
  /** The first operator's account; undefined when OPERATOR_EMAIL is not set. */
  readonly operator: OperatorConfig | undefined;
  /** The web app's page that takes a reset token, as `<url>#token=…`; if undefined, mails contain only the token. */
  readonly passwordResetUrl: string | undefined;
  /** The page that a confirmation mail links to; if undefined, mails contain only the token. */
  readonly emailConfirmationUrl: string | undefined;
  /** How many days ended sessions are kept. */
  readonly sessionRetentionDays: number;
  readonly auditRetentionDays: number;

  /** @throws ConfigError */
  constructor(env: Env = process.env) {
    const config = loadConfig(
      {
        ...serverKeys(50052),
        AUTH_PROVIDER: z.enum(['local', 'supabase']).default('local'),
        PASSWORD_RESET_URL: z.url().optional(),
        EMAIL_CONFIRMATION_URL: z.url().optional(),
        SESSION_RETENTION_DAYS: kept.default(30),
        AUDIT_RETENTION_DAYS: kept.default(730),
      },
      env,
    );
    this.port = config.GRPC_PORT;
    this.identity = config.AUTH_PROVIDER === 'local' ? localConfig(env) : supabaseConfig(env);
    this.operator = operatorConfig(env);
    this.passwordResetUrl = config.PASSWORD_RESET_URL;
    this.emailConfirmationUrl = config.EMAIL_CONFIRMATION_URL;
    this.sessionRetentionDays = config.SESSION_RETENTION_DAYS;
    this.auditRetentionDays = config.AUDIT_RETENTION_DAYS;
  }
}

function operatorConfig(env: Env): OperatorConfig | undefined {
  if (!env.OPERATOR_EMAIL) return undefined;
  const config = loadConfig({ OPERATOR_EMAIL: z.email(), OPERATOR_PASSWORD: password }, env);
  return { email: config.OPERATOR_EMAIL.toLowerCase(), password: config.OPERATOR_PASSWORD };
}

function localConfig(env: Env): LocalConfig {
  const config = loadConfig(
    {
      JWT_PRIVATE_KEY: secret.optional(),
      USER_SECRETS_KEY: z.string().transform(readKeys),
      SIGNING_KEY_DAYS: z.coerce.number().int().min(1).max(365).default(30),
      JWT_ISSUER: secret.default('lastmile'),
      JWT_AUDIENCE: secret.default('lastmile'),
      REQUIRE_OPERATOR_TOTP: z.stringbool().default(false),
      ARGON2_MEMORY_KIB: z.coerce.number().int().min(1024).max(1_048_576).default(DEFAULT_MEMORY_KIB),
    },
    env,
  );
  return {
    provider: 'local',
    privateKey: config.JWT_PRIVATE_KEY,
    secretsKeys: config.USER_SECRETS_KEY,
    signingKeyDays: config.SIGNING_KEY_DAYS,
    issuer: config.JWT_ISSUER,
    audience: config.JWT_AUDIENCE,
    argon2MemoryKib: config.ARGON2_MEMORY_KIB,
    requiresOperatorTotp: config.REQUIRE_OPERATOR_TOTP,
  };
}

function supabaseConfig(env: Env): SupabaseConfig {
  const config = loadConfig(
    {
      SUPABASE_URL: z.url(),
      SUPABASE_ANON_KEY: secret,
      SUPABASE_SERVICE_ROLE_KEY: secret,
      SUPABASE_FORWARD_CLIENT_IP: z.stringbool().default(false),
      // Our second factors only exist for local accounts; an installation that requires them must not start with
      // another provider.
      REQUIRE_OPERATOR_TOTP: z
        .stringbool()
        .default(false)
        .refine((isRequired) => !isRequired, 'is offered with AUTH_PROVIDER=local only'),
    },
    env,
  );
  return {
    provider: 'supabase',
    url: config.SUPABASE_URL,
    anonKey: config.SUPABASE_ANON_KEY,
    serviceRoleKey: config.SUPABASE_SERVICE_ROLE_KEY,
    forwardsAddress: config.SUPABASE_FORWARD_CLIENT_IP,
  };
}

/** Output of `openssl rand -base64 32`; several keys are separated by commas. */
function readKeys(text: string, context: z.RefinementCtx): readonly [Buffer, ...Buffer[]] {
  const keys = text.split(',').map((key) => Buffer.from(key.trim(), 'base64'));
  if (keys.every((key) => key.length === 32)) return keys as [Buffer, ...Buffer[]];
  context.addIssue({ code: 'custom', message: 'expected 32 bytes in base64, or several such with commas between' });
  return z.NEVER;
}

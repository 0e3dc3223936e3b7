// Provides the identity provider that AUTH_PROVIDER names.
import { createPrivateKey, type JsonWebKeyInput } from 'node:crypto';
import { Logger, Module } from '@nestjs/common';
import { AccessTokens, loadSigningKey, requirePublishedKeys, SUPABASE_KEYS_PATH } from '@lastmile/auth';
import { ConfigError } from '@lastmile/config';
import { configuredMailer, Mailer } from '@lastmile/mail';
import type { JWK } from 'jose';
import { FactorNoticeService } from '../second-factor/factor-notice.service.js';
import { FactorNoticeRepository } from '../second-factor/factor-notice.repository.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { LocalSecondFactors } from '../second-factor/local-second-factors.service.js';
import { AttemptRepository } from '../sign-in/attempt.repository.js';
import { AccountMailJobs } from '../mail/account-mail.jobs.js';
import { AccountMailQueue } from '../mail/account-mail.queue.js';
import { AccountMails } from '../mail/account-mail.js';
import { UserPublisher } from '../user.publisher.js';
import { UserConfig } from '../user.config.js';
import { CredentialRepository } from './credential.repository.js';
import { EmailConfirmationService } from './email-confirmation.service.js';
import { EmailConfirmationRepository } from './email-confirmation.repository.js';
import { IdentityProvider } from './identity-provider.service.js';
import { LocalIdentity } from './local-identity.service.js';
import { PasswordResetService } from './password-reset.service.js';
import { ResetRetryRepository } from './supabase/reset-retry.repository.js';
import { Secrets } from './keys/secrets.js';
import { SessionRepository } from './session.repository.js';
import { SigningKeyRepository } from './keys/signing-key.repository.js';
import { ConfiguredKey, StoredKeys } from './keys/signing-keys.service.js';
import { SupabaseIdentity } from './supabase/supabase-identity.service.js';

const logger = new Logger('IdentityModule');

@Module({
  providers: [
    UserPublisher,
    CredentialRepository,
    SessionRepository,
    SigningKeyRepository,
    SecondFactorRepository,
    FactorNoticeRepository,
    FactorNoticeService,
    AttemptRepository,
    ResetRetryRepository,
    PasswordResetService,
    EmailConfirmationService,
    EmailConfirmationRepository,
    AccountMails,
    AccountMailQueue,
    AccountMailJobs,
    { provide: UserConfig, useFactory: () => new UserConfig() },
    { provide: Mailer, useFactory: configuredMailer },
    {
      provide: IdentityProvider,
      inject: [
        UserConfig,
        CredentialRepository,
        SessionRepository,
        SigningKeyRepository,
        ResetRetryRepository,
        EmailConfirmationRepository,
        SecondFactorRepository,
        AttemptRepository,
      ],
      useFactory: identityProvider,
    },
  ],
  exports: [IdentityProvider, UserConfig, UserPublisher, AttemptRepository],
})
export class IdentityModule {}

async function identityProvider(
  { identity: config }: UserConfig,
  credentials: CredentialRepository,
  sessions: SessionRepository,
  signingKeys: SigningKeyRepository,
  retries: ResetRetryRepository,
  confirmations: EmailConfirmationRepository,
  secondFactors: SecondFactorRepository,
  attempts: AttemptRepository,
): Promise<IdentityProvider> {
  if (config.provider === 'supabase') {
    await requirePublishedKeys(new URL(SUPABASE_KEYS_PATH, config.url));
    return new SupabaseIdentity(config, retries);
  }
  const { issuer, audience, argon2MemoryKib, privateKey, signingKeyDays } = config;
  const secrets = new Secrets(config.secretsKeys);
  const keys = privateKey
    ? new ConfiguredKey(await loadSigningKey(readPrivateKey(privateKey)))
    : await StoredKeys.start({ repository: signingKeys, secrets, keyDays: signingKeyDays }, (error) =>
        logger.error(error, 'signing keys could not be brought up to date'),
      );
  return new LocalIdentity({
    credentials,
    sessions,
    confirmations,
    tokens: new AccessTokens({ keys: () => keys.ring(), issuer, audience }),
    keys,
    secondFactors: new LocalSecondFactors({
      repository: secondFactors,
      attempts,
      secrets,
      isRequiredOfOperators: config.requiresOperatorTotp,
    }),
    argon2MemoryKib,
  });
}

/** JWT_PRIVATE_KEY as `openssl genpkey` or a JWK tool writes it; `\n` may stand for line breaks. */
function readPrivateKey(text: string): JWK {
  try {
    const key = text.startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text) as JsonWebKeyInput['key'], format: 'jwk' })
      : createPrivateKey(text.replaceAll('\\n', '\n'));
    const jwk = key.export({ format: 'jwk' });
    if (jwk.crv === 'P-256') return jwk as JWK;
  } catch {
    // The error below does not contain the key.
  }
  throw new ConfigError('bad configuration: JWT_PRIVATE_KEY: expected a private P-256 key as PEM (PKCS #8) or JWK');
}

// Mail settings in the environment, for every service that sends mail.
import { ConfigError, loadConfig } from '@lastmile/config';
import { z } from 'zod';

export interface MailConfig {
  readonly smtpUrl: string;
  readonly from: string;
}

type Env = Record<string, string | undefined>;

/** Undefined without SMTP_URL: mail is off. Throws ConfigError. */
export function mailConfig(env: Env = process.env): MailConfig | undefined {
  const config = loadConfig(
    { SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(), MAIL_FROM: z.string().min(3).optional() },
    env,
  );
  if (!config.SMTP_URL) return undefined;
  if (!config.MAIL_FROM) throw new ConfigError('bad configuration: MAIL_FROM is not set, and SMTP_URL needs it');
  return { smtpUrl: config.SMTP_URL, from: config.MAIL_FROM };
}

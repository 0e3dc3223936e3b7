// The mailer that the environment describes.
import { mailConfig } from './mail.config.js';
import { MailOff, type Mailer } from './mailer.js';

/** The SMTP library is loaded only when it is used. Rejects with ConfigError. */
export async function configuredMailer(): Promise<Mailer> {
  const config = mailConfig();
  return config ? new (await import('./smtp.mailer.js')).SmtpMailer(config) : new MailOff();
}

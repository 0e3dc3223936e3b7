// Mail over SMTP.
import { createTransport, type Transporter } from 'nodemailer';
import type { MailConfig } from '../notification.config.js';
import { Mailer, type Mail } from './mailer.js';

/** A server that does not answer within this time is tried again later; a mail must not hold up the other events. */
const TIMEOUT_MS = 10_000;

export class SmtpMailer extends Mailer {
  readonly isOn = true;
  private readonly transport: Transporter;

  constructor(private readonly config: MailConfig) {
    super();
    this.transport = createTransport({
      url: config.smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
  }

  async send({ id, to, subject, text }: Mail): Promise<void> {
    await this.transport.sendMail({ from: this.config.from, to, subject, text, messageId: `<${id}@lastmile>` });
  }
}

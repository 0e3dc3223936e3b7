// Mail over SMTP.
import { createTransport, type Transporter } from 'nodemailer';
import type { MailConfig } from './mail.config.js';
import { Mailer, type Mail, type MailOutcome } from './mailer.js';

/** After this timeout the mail is retried later, so that it does not delay other events. */
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

  async send({ id, to, subject, text }: Mail): Promise<MailOutcome> {
    try {
      await this.transport.sendMail({ from: this.config.from, to, subject, text, messageId: `<${id}@lastmile>` });
      return 'taken';
    } catch (error) {
      if (isNoMailbox(error as SMTPError)) return 'no such mailbox';
      throw error;
    }
  }
}

type SMTPError = Error & { readonly command?: string; readonly responseCode?: number };

/** RFC 5321, 4.2.3: mailbox unavailable, user not local, mailbox name not allowed. */
const isNoMailbox = ({ command, responseCode }: SMTPError): boolean =>
  command === 'RCPT TO' && responseCode !== undefined && [550, 551, 553].includes(responseCode);

// Mail to the account's address, for those who asked for it. What is over by the time somebody reads mail is not sent.
import type { Mailer } from '@lastmile/mail';
import { messageFor } from '../messages.js';
import type { ReaderRepository } from '../reader.repository.js';
import type { Channel, Outcome } from './channel.js';
import type { Message } from './delivery.types.js';

export class MailChannel implements Channel {
  readonly kind = 'email';

  constructor(
    private readonly mailer: Mailer,
    private readonly readers: ReaderRepository,
  ) {}

  /** The user's id: the address may change, and is never the caller's to choose. */
  accept(token: string, userId: string): string | undefined {
    return token === '' ? userId : undefined;
  }

  async send(_token: string, { userId, sequence, title, body, isMomentary }: Message): Promise<Outcome> {
    if (isMomentary) return { status: 'sent' };
    const { email, language } = await this.readers.get(userId);
    if (!email) return { status: 'gone' };
    const footer = messageFor(language, 'mail.footer', {}).body;
    const text = [body, footer].filter((part) => part !== '').join('\n\n');
    const outcome = await this.mailer.send({ id: `${userId}.${sequence}`, to: email, subject: title, text });
    return { status: outcome === 'no such mailbox' ? 'gone' : 'sent' };
  }
}

// Mail to the account's address, for people who have enabled it. Momentary messages, which would be outdated when read,
// are not sent.
import type { Mailer } from '@lastmile/mail';
import { messageFor } from '../messages.js';
import type { Channel, Outcome } from './channel.js';
import type { Reader } from '../notification.types.js';
import type { Message } from './delivery.types.js';

export class MailClient implements Channel {
  readonly kind = 'email';

  constructor(
    private readonly mailer: Mailer,
    private readonly readerOf: (userId: string) => Promise<Reader>,
  ) {}

  /** The token is the user's id, because the address may change and must not be chosen by the caller. */
  accept(token: string, userId: string): string | undefined {
    return token === '' ? userId : undefined;
  }

  async send(_token: string, { userId, sequence, kind, title, body, isMomentary }: Message): Promise<Outcome> {
    if (isMomentary) return { status: 'sent' };
    const { email, language } = await this.readerOf(userId);
    if (!email) return { status: 'gone' };
    const footer = messageFor(language, 'mail.footer', {}).body;
    const said = withoutOthersWords(language, kind, { title, body });
    const text = [said.body, footer].filter((part) => part !== '').join('\n\n');
    const outcome = await this.mailer.send({ id: `${userId}.${sequence}`, to: email, subject: said.title, text });
    return { status: outcome === 'no such mailbox' ? 'gone' : 'sent' };
  }
}

/**
 * Text that other users have written (a name, a destination, a car) is left out of mails: readers trust our mails, so
 * such text could be abused to write in our name. Mails about rides only use our own texts; operators' and the
 * platform's own messages are sent unchanged.
 */
function withoutOthersWords(language: string, kind: string, said: MessageText): MessageText {
  return /^(trip|rider)\./.test(kind) ? messageFor(language, `mail.${kind}`, {}) : said;
}

type MessageText = Pick<Message, 'title' | 'body'>;

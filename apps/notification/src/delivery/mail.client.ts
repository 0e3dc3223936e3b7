// Mail to the account's address, for those who asked for it. What is over by the time somebody reads mail is not sent.
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

  /** The user's id: the address may change, and is never the caller's to choose. */
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
 * What other people have written (a name, a destination, a car) is in no mail: a mail is believed to be ours, so such words could
 * say anything in our name. Rides are told of in words of our own; operators and the platform say what they say.
 */
function withoutOthersWords(language: string, kind: string, said: MessageText): MessageText {
  return /^(trip|rider)\./.test(kind) ? messageFor(language, `mail.${kind}`, {}) : said;
}

type MessageText = Pick<Message, 'title' | 'body'>;

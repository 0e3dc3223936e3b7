// An SMTP server that stores the mails it receives, and refuses them when the test says so.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: string[];
  /** With its headers, decoded. */
  readonly text: string;
}

export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** Mails that it has refused. */
  readonly refused: ReceivedMail[] = [];
  /** How many of the next mails to refuse. */
  refusals = 0;
  /** Whether the address exists. */
  isKnown: (address: string) => boolean = () => true;

  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      if (this.isKnown(address)) return done();
      done(Object.assign(new Error('no such user'), { responseCode: 550 }));
    },
    onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      const take = async () => {
        const mail: ReceivedMail = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: decoded(await text(stream)),
        };
        if (this.refusals > 0) {
          this.refusals -= 1;
          this.refused.push(mail);
          throw new Error('mailbox busy');
        }
        this.received.push(mail);
      };
      take().then(() => done(), done);
    },
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server.server, 'listening');
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }
}

/** Decodes quoted-printable, which nodemailer uses for text that is not plain ASCII. */
const decoded = (text: string): string =>
  Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();

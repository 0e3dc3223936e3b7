// Sends mail, or says that it does not.

export interface Mail {
  /** The same for every attempt, so that a mail sent twice is recognized as one. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Whether a server has accepted a mail, or reports that the address does not exist. */
export type MailOutcome = 'taken' | 'no such mailbox';

export abstract class Mailer {
  /** False when no server is configured: then mails are dropped. */
  abstract readonly isOn: boolean;

  /** Rejects when it may be retried. */
  abstract send(mail: Mail): Promise<MailOutcome>;
}

export class MailOff extends Mailer {
  readonly isOn = false;

  async send(): Promise<MailOutcome> {
    return 'taken';
  }
}

// Sends mail, or says that it does not.

export interface Mail {
  /** The same for every attempt, so that a mail sent twice is recognised as one. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Whether a server has taken a mail over, or says that nobody of that address will ever get one. */
export type MailOutcome = 'taken' | 'no such mailbox';

export abstract class Mailer {
  /** False where nobody configured a server: whatever is sent is dropped. */
  abstract readonly isOn: boolean;

  /** Rejects when it may be tried again. */
  abstract send(mail: Mail): Promise<MailOutcome>;
}

export class MailOff extends Mailer {
  readonly isOn = false;

  async send(): Promise<MailOutcome> {
    return 'taken';
  }
}

// Sends mail, or says that it does not.

export interface Mail {
  /** The same for every attempt, so that a mail sent twice is recognised as one. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export abstract class Mailer {
  /** False where nobody configured a server: whatever is sent is dropped. */
  abstract readonly isOn: boolean;

  /** Resolves when a server has taken the mail over; rejects when it may be tried again. */
  abstract send(mail: Mail): Promise<void>;
}

export class MailOff extends Mailer {
  readonly isOn = false;

  async send(): Promise<void> {}
}

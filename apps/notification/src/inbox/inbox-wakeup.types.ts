// How replicas tell each other that an inbox has new entries.

/** The Postgres channel. Messages are `<user id> <sequence>` or EVERY_INBOX. */
export const INBOX_CHANNEL = 'notification_inbox';
export const EVERY_INBOX = '*';

/** A follower of inboxes. Unnecessary wake-ups are harmless. */
export interface Wakeable {
  /** The inbox has an entry with this number now. */
  wake(userId: string, sequence: number): void;
  /** Any inbox may have new entries, because notices may have been lost. */
  wakeAll(): void;
}

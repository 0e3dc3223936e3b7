// How replicas tell one another that an inbox has grown.

/** The Postgres channel; messages are `<user id> <sequence>`, or EVERY_INBOX. */
export const INBOX_CHANNEL = 'notification_inbox';
export const EVERY_INBOX = '*';

/** Somebody who follows inboxes. Being woken for nothing does no harm. */
export interface Wakeable {
  /** The inbox has an entry of that number now. */
  wake(userId: string, sequence: number): void;
  /** Any inbox may have grown, and nobody said so. */
  wakeAll(): void;
}

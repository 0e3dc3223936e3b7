// One stream of many inboxes: the entries that each user has not seen, in order, then new ones. It keeps a cursor per
// user and reads from the table when it is woken, so a wake-up may be lost, late or duplicate. It holds one batch in
// memory, however slow the reader is.
import type { Wakeable } from './inbox-wakeup.types.js';
import type { Cursor, Notification } from '../notification.types.js';

const USERS_PER_READ = 100;
const ENTRIES_PER_USER = 50;

export interface InboxStreamOptions {
  /** Up to `limit` entries after each cursor, each user's in order. */
  read(cursors: readonly Cursor[], limit: number): Promise<Notification[]>;
  /** Passes an entry to the reader; resolves when there is room for the next one. */
  write(notification: Notification): Promise<void>;
  /** Wakes the stream from now on; returns a function that stops this. */
  follow(stream: Wakeable): () => void;
}

/** Replaced, not changed, when a user restarts: entries read for the old position are then dropped. */
interface Position {
  after: number;
}

export class InboxStream implements Wakeable {
  private readonly positions = new Map<string, Position>();
  private readonly behind = new Set<string>();
  private bell = Promise.withResolvers<void>();
  private closed = false;

  constructor(private readonly options: InboxStreamOptions) {}

  /** Starts or restarts after that number. */
  add({ userId, afterSequence }: Cursor): void {
    this.positions.set(userId, { after: afterSequence });
    this.mark(userId);
  }

  remove(userId: string): void {
    this.positions.delete(userId);
    this.behind.delete(userId);
  }

  wake(userId: string, sequence: number): void {
    const position = this.positions.get(userId);
    if (position && position.after < sequence) this.mark(userId);
  }

  wakeAll(): void {
    for (const userId of this.positions.keys()) this.mark(userId);
  }

  /** Delivers until `close`. Rejects when reading or writing fails; a new stream can continue from the last numbers. */
  async run(): Promise<void> {
    const unfollow = this.options.follow(this);
    try {
      while (!this.closed) {
        if (this.behind.size > 0) await this.deliverBatch();
        else {
          await this.bell.promise;
          this.bell = Promise.withResolvers<void>();
        }
      }
    } finally {
      unfollow();
    }
  }

  close(): void {
    this.closed = true;
    this.bell.resolve();
  }

  private async deliverBatch(): Promise<void> {
    const users = [...this.behind.keys()].slice(0, USERS_PER_READ);
    const started = new Map<string, Position>();
    for (const userId of users) {
      // Deleted before the read, so that a wake-up during the read is not lost.
      this.behind.delete(userId);
      started.set(userId, this.positions.get(userId)!);
    }
    const cursors = [...started].map(([userId, { after }]) => ({ userId, afterSequence: after }));
    const counts = new Map<string, number>();
    for (const notification of await this.options.read(cursors, ENTRIES_PER_USER)) {
      const { userId, sequence } = notification;
      const position = started.get(userId);
      if (this.closed) return;
      if (!position || this.positions.get(userId) !== position) continue;
      await this.options.write(notification);
      position.after = sequence;
      counts.set(userId, (counts.get(userId) ?? 0) + 1);
    }
    for (const [userId, count] of counts) if (count === ENTRIES_PER_USER) this.mark(userId);
  }

  private mark(userId: string): void {
    if (!this.positions.has(userId)) return;
    this.behind.add(userId);
    this.bell.resolve();
  }
}

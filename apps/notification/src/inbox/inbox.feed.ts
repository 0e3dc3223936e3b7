// Listens to Postgres for inboxes with new entries, on its own connection, which is replaced when it breaks. Notices in
// between are lost, so after each (re)connect all followers read again; with their cursors they miss nothing.
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { EVERY_INBOX, INBOX_CHANNEL, type Wakeable } from './inbox-wakeup.types.js';

const RETRY_MS = { first: 100, most: 5_000 };
/** A connection that was lost without a notice is detected within two of these intervals. */
const HEARTBEAT_MS = 3_000;
const HEARTBEAT_TIMEOUT_MS = 3_000;

@Injectable()
export class InboxFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(InboxFeed.name);
  private readonly followers = new Set<Wakeable>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Wakes `follower` from now on; returns a function that stops this. */
  follow(follower: Wakeable): () => void {
    this.followers.add(follower);
    return () => void this.followers.delete(follower);
  }

  private async run(): Promise<void> {
    // A pool of one connection, so that listening takes none from the queries.
    const pool = this.database.dedicatedPool(1, 'inbox');
    let pause = RETRY_MS.first;
    while (!this.stopping.signal.aborted) {
      try {
        await this.listen(pool, () => (pause = RETRY_MS.first));
      } catch (error) {
        this.logger.warn({ err: error }, 'listening to inboxes failed');
      }
      await delay(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, RETRY_MS.most);
    }
  }

  /** Listens until the connection breaks or the service stops. */
  private async listen(pool: ReturnType<Database['dedicatedPool']>, onConnected: () => void): Promise<void> {
    const client = await pool.connect();
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    const { signal } = this.stopping;
    signal.addEventListener('abort', end);
    client.once('error', end).once('end', end);
    client.on('notification', ({ payload }) => this.hear(payload ?? EVERY_INBOX));
    const beat = async () => (await answers(client.query('SELECT 1'))) || end();
    const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS);
    try {
      await client.query(`LISTEN ${INBOX_CHANNEL}`);
      onConnected();
      this.hear(EVERY_INBOX);
      if (!signal.aborted) await over;
    } finally {
      clearInterval(heartbeat);
      signal.removeEventListener('abort', end);
      client.release(true);
    }
  }

  private hear(payload: string): void {
    for (const line of payload.split('\n')) {
      const [userId = EVERY_INBOX, sequence] = line.split(' ');
      for (const follower of this.followers) {
        if (userId === EVERY_INBOX) follower.wakeAll();
        else follower.wake(userId, Number(sequence));
      }
    }
  }
}

/** Whether a query is answered before the timeout. */
async function answers(query: Promise<unknown>): Promise<boolean> {
  const answered = query.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, delay(HEARTBEAT_TIMEOUT_MS, false, { ref: false })]);
}

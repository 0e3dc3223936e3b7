// One stream to the notification service for all sockets of this process. Every follower gets each entry once, in order
// and without gaps, even after restarts: it only has to remember the number of its last entry.
import { Injectable, Logger } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import type { Notification, StreamNotificationsRequest, StreamNotificationsResponse } from '@lastmile/contracts';
import { Clients } from '../gateway.client.js';
import { inMessagesOf, ReopeningStream } from './reopening-stream.js';

/** Keeps messages far below the size limit. */
const CURSORS_PER_MESSAGE = 1_000;

/** A socket that follows an inbox. */
interface Follower {
  seen: number;
  readonly deliver: (entry: Notification) => void;
}

@Injectable()
export class InboxStream {
  private readonly followers = new Map<string, Set<Follower>>();
  private readonly stream: ReopeningStream<StreamNotificationsRequest, StreamNotificationsResponse>;

  constructor(clients: Clients) {
    this.stream = new ReopeningStream<StreamNotificationsRequest, StreamNotificationsResponse>({
      name: 'notifications',
      logger: new Logger(InboxStream.name),
      open: () => clients.notifications.stream.streamNotifications({ caller: asService('gateway') }),
      greeting: () =>
        inMessagesOf(CURSORS_PER_MESSAGE, [...this.followers.keys()]).map((userIds) => ({
          add: userIds.map((userId) => this.cursorOf(userId)),
          removeUserIds: [],
        })),
      receive: ({ notification }) => notification && this.receive(notification),
    });
  }

  /** Delivers every entry after `after`, missed ones first. Returns functions to stop, and to restart from a number. */
  follow(userId: string, after: number, deliver: (entry: Notification) => void) {
    const follower: Follower = { seen: after, deliver };
    const all = this.followers.get(userId) ?? new Set();
    all.add(follower);
    this.followers.set(userId, all);
    this.restart(userId);
    return {
      resume: (from: number) => {
        // The follower may have stopped while it was checked whether it may resume.
        if (!all.has(follower)) return;
        follower.seen = from;
        this.restart(userId);
      },
      stop: () => {
        all.delete(follower);
        if (all.size > 0 || this.followers.get(userId) !== all) return;
        this.followers.delete(userId);
        this.stream.send({ add: [], removeUserIds: [userId] });
      },
    };
  }

  close(): void {
    this.stream.close();
  }

  private receive(entry: Notification): void {
    let hasGap = false;
    for (const follower of this.followers.get(entry.userId) ?? []) {
      if (entry.sequence === follower.seen + 1) {
        follower.seen = entry.sequence;
        follower.deliver(entry);
      } else if (entry.sequence > follower.seen) hasGap = true;
    }
    // A follower is behind: the stream restarts at the lowest number, and the others skip entries they already have.
    if (hasGap) this.restart(entry.userId);
  }

  private restart(userId: string): void {
    this.stream.send({ add: [this.cursorOf(userId)], removeUserIds: [] });
  }

  private cursorOf(userId: string) {
    const seen = [...(this.followers.get(userId) ?? [])].map((follower) => follower.seen);
    return { userId, afterSequence: Math.min(...seen) };
  }
}

// A message to many people, and its progress.

export interface Broadcast {
  readonly broadcastId: string;
  readonly title: string;
  readonly body: string;
  readonly createTime: Date;
  /** Number of inboxes that have it. */
  readonly recipientCount: number;
  /** When it was in the last inbox; undefined while it is being written. */
  readonly writtenTime?: Date;
}

export interface NewBroadcast {
  readonly title: string;
  readonly body: string;
  /** Empty: everybody. */
  readonly userIds: readonly string[];
  readonly createTime: Date;
}

/** `waits`: there is more to do later. */
export type Progress = 'more' | 'nothing' | 'waits';

export interface Announcement {
  readonly requestId: string;
  readonly userIds: readonly string[];
  readonly title: string;
  readonly body: string;
}

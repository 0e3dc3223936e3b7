// A message to many, and how far it has come.

export interface Broadcast {
  readonly broadcastId: string;
  readonly title: string;
  readonly body: string;
  readonly createTime: Date;
  /** Inboxes that have it. */
  readonly recipientCount: number;
  /** When the last inbox had it; absent while it is being written. */
  readonly writtenTime?: Date;
}

export interface NewBroadcast {
  readonly title: string;
  readonly body: string;
  /** Empty: everybody. */
  readonly userIds: readonly string[];
  readonly createTime: Date;
}

/** `waits`: there is more to do, and it has to wait. */
export type Progress = 'more' | 'nothing' | 'waits';

export interface Announcement {
  readonly requestId: string;
  readonly userIds: readonly string[];
  readonly title: string;
  readonly body: string;
}

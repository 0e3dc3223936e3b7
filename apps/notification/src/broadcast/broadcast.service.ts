// Messages to many people: accepted immediately, then written and sent in short jobs, so that a stopping process need
// not wait long. After each batch a job pauses for as long as the batch took, because events write to the same inboxes.
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { BroadcastQueue } from './broadcast.queue.js';
import { BroadcastRepository } from './broadcast.repository.js';
import type { Announcement, Broadcast, Progress } from './broadcast.types.js';

const JOB_MS = 2_000;

@Injectable()
export class BroadcastService {
  constructor(
    private readonly broadcasts: BroadcastRepository,
    private readonly queue: BroadcastQueue,
    private readonly clock: Clock,
  ) {}

  /** Accepts a broadcast. Broadcasts are written one after another, in the order of acceptance. */
  async accept(caller: Caller, { requestId, userIds, title, body }: Announcement): Promise<Broadcast> {
    const key = { callerId: caller.userId, requestId, command: 'BroadcastUpdate' };
    return this.broadcasts.accept(key, { title, body, userIds: [...new Set(userIds)], createTime: this.clock.now() });
  }

  /** Throws not_found BROADCAST_NOT_FOUND. */
  get(broadcastId: string): Promise<Broadcast> {
    return this.broadcasts.get(broadcastId);
  }

  /** Writes into inboxes for the duration of one job. */
  async write(): Promise<void> {
    const progress = await forOneJob(() => this.broadcasts.writePiece(this.clock.now()));
    if (progress === 'more') await this.queue.write();
  }

  /** Sends to devices for the duration of one job. */
  async send(): Promise<void> {
    const progress = await forOneJob(() => this.broadcasts.sendPiece(this.clock.now()));
    if (progress === 'more') await this.queue.send();
    if (progress === 'waits') await this.queue.sendLater();
  }
}

/** Handles batches until there are no more, or the duration of one job is over. */
async function forOneJob(piece: () => Promise<Progress>): Promise<Progress> {
  const end = performance.now() + JOB_MS;
  for (;;) {
    const start = performance.now();
    const progress = await piece();
    if (progress !== 'more' || performance.now() > end) return progress;
    await delay(performance.now() - start);
  }
}

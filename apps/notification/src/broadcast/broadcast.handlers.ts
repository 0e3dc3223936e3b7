// Writes and sends broadcasts in short jobs, so that a process that stops need not wait for them. Between two pieces it pauses for as
// long as the piece took, since events write to the same inboxes.
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { OnJob } from '@lastmile/events';
import { BroadcastRepository, SEND_BROADCASTS, WRITE_BROADCASTS, type Progress } from './broadcast.repository.js';

const JOB_MS = 2_000;
/** Until deliveries that wait are looked at again. */
const WAIT_SECONDS = 1;

@Injectable()
export class BroadcastHandlers {
  constructor(
    private readonly broadcasts: BroadcastRepository,
    private readonly clock: Clock,
  ) {}

  @OnJob(WRITE_BROADCASTS)
  async write(): Promise<void> {
    const progress = await forOneJob(() => this.broadcasts.writePiece(this.clock.now()));
    if (progress === 'more') await this.broadcasts.goOn(WRITE_BROADCASTS);
  }

  @OnJob(SEND_BROADCASTS)
  async send(): Promise<void> {
    const progress = await forOneJob(() => this.broadcasts.sendPiece(this.clock.now()));
    if (progress === 'more') await this.broadcasts.goOn(SEND_BROADCASTS);
    // In wall time, however fast the domain's clock is.
    const later = new Date(this.clock.now().getTime() + WAIT_SECONDS * 1_000 * this.clock.speed);
    if (progress === 'waits') await this.broadcasts.goOn(SEND_BROADCASTS, undefined, later);
  }
}

/** Handles pieces until there are no more, or the time of one job is over. */
async function forOneJob(piece: () => Promise<Progress>): Promise<Progress> {
  const end = performance.now() + JOB_MS;
  for (;;) {
    const start = performance.now();
    const progress = await piece();
    if (progress !== 'more' || performance.now() > end) return progress;
    await delay(performance.now() - start);
  }
}

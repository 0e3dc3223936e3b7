// Works broadcasts off in short jobs, so that a stop of the process waits for none of them, and leaves as much time between the pieces
// as they took: everybody else writes inboxes too.
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
    const progress = await forAWhile(() => this.broadcasts.writePiece(this.clock.now()));
    if (progress === 'more') await this.broadcasts.goOn(WRITE_BROADCASTS);
  }

  @OnJob(SEND_BROADCASTS)
  async send(): Promise<void> {
    const progress = await forAWhile(() => this.broadcasts.sendPiece(this.clock.now()));
    if (progress === 'more') await this.broadcasts.goOn(SEND_BROADCASTS);
    // In wall time, however fast the domain's clock is.
    const later = new Date(this.clock.now().getTime() + WAIT_SECONDS * 1_000 * this.clock.speed);
    if (progress === 'waits') await this.broadcasts.goOn(SEND_BROADCASTS, undefined, later);
  }
}

/** Piece after piece, until there is nothing to do, or others shall have their turn. */
async function forAWhile(piece: () => Promise<Progress>): Promise<Progress> {
  const end = performance.now() + JOB_MS;
  for (;;) {
    const start = performance.now();
    const progress = await piece();
    if (progress !== 'more' || performance.now() > end) return progress;
    await delay(performance.now() - start);
  }
}

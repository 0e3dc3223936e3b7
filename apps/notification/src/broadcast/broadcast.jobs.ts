// Runs the jobs of broadcasts.
import { Injectable } from '@nestjs/common';
import { OnJob } from '@lastmile/events';
import { SEND_BROADCASTS, WRITE_BROADCASTS } from './broadcast.queue.js';
import { BroadcastService } from './broadcast.service.js';

@Injectable()
export class BroadcastJobs {
  constructor(private readonly broadcasts: BroadcastService) {}

  @OnJob(WRITE_BROADCASTS)
  write(): Promise<void> {
    return this.broadcasts.write();
  }

  @OnJob(SEND_BROADCASTS)
  send(): Promise<void> {
    return this.broadcasts.send();
  }
}

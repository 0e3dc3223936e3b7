// Runs the jobs of deliveries. A failed job is retried with backoff.
import { Injectable } from '@nestjs/common';
import { OnJob } from '@lastmile/events';
import { CHECK_RECEIPT, DELIVER } from './delivery.queue.js';
import { DeliveryService } from './delivery.service.js';
import type { Delivery, Receipt } from './delivery.types.js';

@Injectable()
export class DeliveryJobs {
  constructor(private readonly deliveries: DeliveryService) {}

  @OnJob(DELIVER)
  deliver(delivery: Delivery): Promise<void> {
    return this.deliveries.deliver(delivery);
  }

  @OnJob(CHECK_RECEIPT)
  checkReceipt(receipt: Receipt): Promise<void> {
    return this.deliveries.checkReceipt(receipt);
  }
}

// The job that notifies operators about an event, enqueued in the transaction that records it; cluster.jobs.ts runs it.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';

export const TELL_OPERATORS = 'tell-operators';

@Injectable()
export class ClusterQueue {
  constructor(private readonly jobs: Jobs) {}

  tellOperators(tx: Transaction, eventId: string): Promise<void> {
    return this.jobs.enqueue(tx, { name: TELL_OPERATORS, key: eventId, data: { eventId } });
  }
}

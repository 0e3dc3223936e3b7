// RelayFixes: fixes of many drivers on one stream from the gateway; each delivery gets its own answer.
import type { ServerDuplexStream } from '@grpc/grpc-js';
import {
  RelayServiceService,
  type FixDelivery,
  type FixReceipt,
  type RelayFixesRequest,
  type RelayFixesResponse,
} from '@lastmile/contracts';
import { invalidArgument } from '@lastmile/errors';
import { AllowRoles, parse, RpcController, toStatusMessage, type RpcHandlers } from '@lastmile/grpc';
import { FixBatchService } from './fixes/fix-batch.service.js';
import { updateLocation } from './location.requests.js';
import { toRawFix, toRejection } from './location.wire.js';

type RelayCall = ServerDuplexStream<RelayFixesRequest, RelayFixesResponse>;

/** Messages handled at a time; meanwhile no more are read from the stream. */
const MAX_AT_WORK = 200;

@RpcController(RelayServiceService)
export class RelayController implements RpcHandlers<typeof RelayServiceService> {
  constructor(private readonly fixes: FixBatchService) {}

  /** Only for the gateway, as service.json declares. */
  @AllowRoles('service')
  async relayFixes(call: RelayCall): Promise<void> {
    const atWork = new Set<Promise<void>>();
    for await (const { deliveries } of call as AsyncIterable<RelayFixesRequest>) {
      const work = Promise.all(deliveries.map((delivery) => this.take(delivery)))
        .then((receipts) => void (call.cancelled || call.write({ receipts })))
        .finally(() => atWork.delete(work));
      atWork.add(work);
      if (atWork.size >= MAX_AT_WORK) await Promise.race(atWork);
    }
    await Promise.all(atWork);
  }

  private async take({ number, ...message }: FixDelivery): Promise<FixReceipt> {
    try {
      const { driverId, points } = parse(updateLocation(''), message);
      if (!driverId) throw invalidArgument('driverId', 'must not be empty');
      const { acceptedCount, rejected } = await this.fixes.take(driverId, points.map(toRawFix));
      const refused = rejected.map(({ index, reason }) => ({ index, reason: toRejection(reason) }));
      return { number, answer: { acceptedCount, rejected: refused } };
    } catch (error) {
      return { number, error: toStatusMessage(error) };
    }
  }
}

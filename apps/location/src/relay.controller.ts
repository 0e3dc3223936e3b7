// RelayFixes: many drivers' fixes on one stream of the gateway's, each delivery answered for itself.
import type { ServerDuplexStream } from '@grpc/grpc-js';
import {
  RelayServiceService,
  type FixDelivery,
  type FixReceipt,
  type RelayFixesRequest,
  type RelayFixesResponse,
} from '@lastmile/contracts';
import { invalidArgument } from '@lastmile/errors';
import { parse, RpcController, toStatusMessage, type RpcHandlers } from '@lastmile/grpc';
import { FixQueue } from './fix-queue.js';
import { toRawFix, toRejection, updateLocationRequest } from './location.wire.js';

type RelayCall = ServerDuplexStream<RelayFixesRequest, RelayFixesResponse>;

/** Messages at work at a time; the stream is read no further meanwhile. */
const MOST_AT_WORK = 200;

@RpcController(RelayServiceService)
export class RelayController implements RpcHandlers<typeof RelayServiceService> {
  constructor(private readonly fixes: FixQueue) {}

  /** Of the gateway itself alone, as service.json declares. */
  async relayFixes(call: RelayCall): Promise<void> {
    const atWork = new Set<Promise<void>>();
    for await (const { deliveries } of call as AsyncIterable<RelayFixesRequest>) {
      const work = Promise.all(deliveries.map((delivery) => this.take(delivery)))
        .then((receipts) => void (call.cancelled || call.write({ receipts })))
        .finally(() => atWork.delete(work));
      atWork.add(work);
      if (atWork.size >= MOST_AT_WORK) await Promise.race(atWork);
    }
    await Promise.all(atWork);
  }

  private async take({ number, ...message }: FixDelivery): Promise<FixReceipt> {
    try {
      const { driverId, points } = parse(updateLocationRequest(''), message);
      if (!driverId) throw invalidArgument('driverId', 'must not be empty');
      const { acceptedCount, rejected } = await this.fixes.take(driverId, points.map(toRawFix));
      const refused = rejected.map(({ index, reason }) => ({ index, reason: toRejection(reason) }));
      return { number, answer: { acceptedCount, rejected: refused } };
    } catch (error) {
      return { number, error: toStatusMessage(error) };
    }
  }
}

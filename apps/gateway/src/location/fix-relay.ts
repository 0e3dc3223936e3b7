// One stream to the location service for the fixes of all drivers of this process: fixes that arrive within GATHER_MS
// share a message.
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import type {
  FixDelivery,
  Point,
  RelayFixesRequest,
  RelayFixesResponse,
  UpdateLocationResponse,
} from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import { fromStatusMessage } from '@lastmile/grpc';
import { Clients } from '../gateway.client.js';
import { FixAllowance } from '../limits/fix-allowance.js';
import { inMessagesOf, ReopeningStream } from '../live/reopening-stream.js';

/** Short compared with a phone's own latency, and halves the cost of a fix at 600 a second. */
const GATHER_MS = 5;
const DELIVERIES_PER_MESSAGE = 500;
const PATIENCE_MS = 5_000;
const SWEEP_MS = 500;
const MOST_UNANSWERED = 20_000;

interface Unanswered {
  readonly delivery: FixDelivery;
  readonly deadline: number;
  resolve(answer: UpdateLocationResponse): void;
  reject(error: DomainError): void;
}

@Injectable()
export class FixRelay implements BeforeApplicationShutdown {
  /**
   * By number, oldest first. They are sent again on each new stream; fixes that were stored already are then rejected
   * as stale.
   */
  private readonly unanswered = new Map<number, Unanswered>();
  private gathered: FixDelivery[] = [];
  private lastNumber = 0;
  private readonly stream: ReopeningStream<RelayFixesRequest, RelayFixesResponse>;
  private readonly sweeping = setInterval(() => this.sweep(performance.now()), SWEEP_MS).unref();

  constructor(
    { relay }: Clients,
    private readonly allowance: FixAllowance,
  ) {
    this.stream = new ReopeningStream<RelayFixesRequest, RelayFixesResponse>({
      name: 'fixes',
      logger: new Logger(FixRelay.name),
      open: () => relay.stream.relayFixes({ caller: asService('gateway') }),
      greeting: () => {
        const deliveries = [...this.unanswered.values()].map(({ delivery }) => delivery);
        return inMessagesOf(DELIVERIES_PER_MESSAGE, deliveries).map((some) => ({ deliveries: some }));
      },
      receive: ({ receipts }) => receipts.forEach((receipt) => this.settle(receipt)),
    });
  }

  /**
   * @throws DomainError failed_precondition OFF_DUTY; resource_exhausted TOO_MANY_FIXES; unavailable
   * LOCATION_UNAVAILABLE when there is no answer before the deadline
   */
  async send(driverId: string, points: Point[]): Promise<UpdateLocationResponse> {
    this.allowance.take(driverId, points.length);
    if (this.unanswered.size >= MOST_UNANSWERED) throw unavailable('too many fixes wait');
    const { promise, resolve, reject } = Promise.withResolvers<UpdateLocationResponse>();
    const delivery = { number: ++this.lastNumber, driverId, points };
    this.unanswered.set(delivery.number, { delivery, deadline: performance.now() + PATIENCE_MS, resolve, reject });
    if (this.gathered.push(delivery) === 1) setTimeout(() => this.flush(), GATHER_MS);
    return promise;
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.sweeping);
    this.stream.close();
  }

  private flush(): void {
    const deliveries = this.gathered;
    this.gathered = [];
    for (const some of inMessagesOf(DELIVERIES_PER_MESSAGE, deliveries)) this.stream.send({ deliveries: some });
  }

  private settle({ number, answer, error }: RelayFixesResponse['receipts'][number]): void {
    const waiting = this.unanswered.get(number);
    this.unanswered.delete(number);
    if (answer) waiting?.resolve(answer);
    else waiting?.reject(error ? fromStatusMessage(error) : unavailable('an empty receipt'));
  }

  private sweep(now: number): void {
    for (const [number, { deadline, reject }] of this.unanswered) {
      if (deadline > now) return;
      this.unanswered.delete(number);
      reject(unavailable('positions are not taken at the moment'));
    }
  }
}

const unavailable = (message: string) => new DomainError('unavailable', 'LOCATION_UNAVAILABLE', message);

// A bidirectional gRPC stream that is reopened with backoff whenever it ends, and then repeats its subscriptions.
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Logger } from '@nestjs/common';

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 2_000;

export interface ReopeningStreamOptions<Request, Response> {
  readonly name: string;
  readonly logger: Logger;
  open(): ClientDuplexStream<Request, Response>;
  /** The first messages on each new stream, from the current subscriptions; empty when there are none. */
  greeting(): readonly Request[];
  receive(message: Response): void;
}

export class ReopeningStream<Request, Response> {
  private call?: ClientDuplexStream<Request, Response>;
  private timer?: NodeJS.Timeout;
  private backoffMs = FIRST_BACKOFF_MS;
  private closed = false;

  constructor(private readonly options: ReopeningStreamOptions<Request, Response>) {}

  /** Sends on the open stream. Without one, opens a stream, whose greeting includes everything. */
  send(message: Request): void {
    if (this.call) this.call.write(message);
    else if (!this.timer) this.open();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.call?.cancel();
  }

  private open(): void {
    if (this.closed) return;
    const greeting = this.options.greeting();
    if (greeting.length === 0) return;
    const call = this.options.open();
    this.call = call;
    call.on('data', (message: Response) => {
      this.backoffMs = FIRST_BACKOFF_MS;
      this.options.receive(message);
    });
    call.on('error', ({ message }: Error) => this.ended(call, message));
    call.on('end', () => this.ended(call, 'ended by the service'));
    for (const request of greeting) call.write(request);
  }

  private ended(call: ClientDuplexStream<Request, Response>, reason: string): void {
    if (this.call !== call) return;
    this.call = undefined;
    if (this.closed) return;
    this.options.logger.log({ stream: this.options.name, reason }, 'stream ended; opening it again');
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.open();
    }, this.backoffMs);
    this.backoffMs = Math.min(this.backoffMs * 2, LONGEST_BACKOFF_MS);
  }
}

/**
 * Splits subscriptions into several messages: each has a size limit, and a gateway may have more sockets than fit into
 * one.
 */
export function inMessagesOf<T>(size: number, items: readonly T[]): T[][] {
  const messages: T[][] = [];
  for (let from = 0; from < items.length; from += size) messages.push(items.slice(from, from + size));
  return messages;
}

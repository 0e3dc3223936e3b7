// A bidirectional gRPC stream that is opened again, with backoff, whenever it ends; what it carried is sent anew.
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Logger } from '@lastmile/telemetry';

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 2_000;

export interface ReopeningStreamOptions<Request, Response> {
  readonly name: string;
  readonly logger: Logger;
  open(): ClientDuplexStream<Request, Response>;
  /** What to send first on each new stream, from the present subscriptions; undefined when there are none. */
  greeting(): Request | undefined;
  receive(message: Response): void;
}

export class ReopeningStream<Request, Response> {
  private call?: ClientDuplexStream<Request, Response>;
  private timer?: NodeJS.Timeout;
  private backoffMs = FIRST_BACKOFF_MS;
  private closed = false;

  constructor(private readonly options: ReopeningStreamOptions<Request, Response>) {}

  /** Sends on the open stream; without one, opens it, and the greeting tells all. */
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
    if (greeting === undefined) return;
    const call = this.options.open();
    this.call = call;
    call.on('data', (message: Response) => {
      this.backoffMs = FIRST_BACKOFF_MS;
      this.options.receive(message);
    });
    call.on('error', ({ message }: Error) => this.ended(call, message));
    call.on('end', () => this.ended(call, 'ended by the service'));
    call.write(greeting);
  }

  private ended(call: ClientDuplexStream<Request, Response>, reason: string): void {
    if (this.call !== call) return;
    this.call = undefined;
    if (this.closed) return;
    this.options.logger.info({ stream: this.options.name, reason }, 'stream ended; opening it again');
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.open();
    }, this.backoffMs);
    this.backoffMs = Math.min(this.backoffMs * 2, LONGEST_BACKOFF_MS);
  }
}

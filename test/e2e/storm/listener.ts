// A client that follows its inbox whatever happens to the gateways: when its own is gone it goes to the next, with the last
// number it saw. It remembers everything it was sent, also twice.
import { io, type Socket } from 'socket.io-client';

const RETRY_MS = { least: 100, most: 400 };

export class Listener {
  /** Numbers in the order they came, duplicates included. */
  readonly heard: number[] = [];
  /** Times it had to go to another gateway. */
  moves = 0;
  private last = 0;
  private socket?: Socket;
  private timer?: NodeJS.Timeout;

  /** @param first index of the gateway to begin with */
  constructor(
    readonly userId: string,
    private readonly token: string,
    private readonly gateways: readonly string[],
    private readonly first: number,
  ) {
    this.open();
  }

  get isConnected(): boolean {
    return this.socket?.connected ?? false;
  }

  /** The highest number heard, 0 before the first. */
  get lastHeard(): number {
    return this.last;
  }

  close(): void {
    clearTimeout(this.timer);
    this.socket?.off();
    this.socket?.disconnect();
  }

  private open(): void {
    const socket = io(this.gateways[(this.first + this.moves) % this.gateways.length]!, {
      transports: ['websocket'],
      auth: { token: this.token, after: this.last },
      forceNew: true,
      reconnection: false,
    });
    this.socket = socket;
    socket.on('notification', ({ sequence }: { sequence: number }) => {
      this.heard.push(sequence);
      this.last = Math.max(this.last, sequence);
    });
    socket.once('disconnect', () => this.move());
    socket.once('connect_error', () => this.move());
  }

  private move(): void {
    this.close();
    this.moves++;
    // Spread over time, or a thousand clients would come back in the same instant.
    const pause = RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least);
    this.timer = setTimeout(() => this.open(), pause);
  }
}

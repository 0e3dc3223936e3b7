// Somebody with a share link and no account, for the end-to-end tests.
import { io, type Socket } from 'socket.io-client';
import { waitFor } from '@lastmile/testing';

export class Viewer {
  /** `location` events. */
  readonly cars: object[] = [];
  hasHeardTheEnd = false;
  private readonly socket: Socket;

  private constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {
    this.socket = socketFor(baseUrl, token);
    this.socket.on('location', (car: object) => this.cars.push(car));
    this.socket.on('trip:ended', () => (this.hasHeardTheEnd = true));
  }

  static async open(baseUrl: string, token: string): Promise<Viewer> {
    const viewer = new Viewer(baseUrl, token);
    await waitFor(() => viewer.socket.connected, { what: 'the viewer is connected' });
    return viewer;
  }

  /** The reason a link's socket is refused with. */
  static async refusal(baseUrl: string, token: string): Promise<string | undefined> {
    const socket = socketFor(baseUrl, token);
    const error = await new Promise<Error & { data?: { reason: string } }>((resolve) =>
      socket.once('connect_error', resolve),
    );
    socket.close();
    return error.data?.reason;
  }

  get isClosed(): boolean {
    return !this.socket.connected;
  }

  async read(): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.baseUrl}/v1/shared/${this.token}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  say(event: string, payload: object): void {
    this.socket.emit(event, payload);
  }

  close(): void {
    this.socket.close();
  }
}

const socketFor = (baseUrl: string, share: string): Socket =>
  io(baseUrl, { transports: ['websocket'], auth: { share }, forceNew: true, reconnection: false });

// One person's socket: notifications in order and once each, over any number of lost connections.
import { io, type Socket } from 'socket.io-client';
import type { Api } from './api.js';
import type { CarLocation, Notification, Point } from './api.types.js';

/** What a socket tells its person. */
export interface LiveEvents {
  notification(entry: Notification): void;
  /** The car of a trip that was joined has moved. */
  location(car: CarLocation): void;
  /** A number was skipped: a notification is lost, or late. */
  gap(): void;
}

const ACK_MS = 5_000;

type Ack = { ok: true; result: unknown } | { ok: false; error: { reason: string; detail: string } };

/** A live connection that resumes from the last number it saw. */
export class Live {
  private readonly socket: Socket;
  private seen = 0;
  private readonly unsent: Point[] = [];

  constructor(api: Api, events: LiveEvents) {
    this.socket = io(api.baseUrl, {
      transports: ['websocket'],
      reconnectionDelay: 200,
      reconnectionDelayMax: 2_000,
      forceNew: true,
      auth: (give) => {
        // Without a token the handshake is refused and tried again.
        api.token().then(
          (token) => give({ token, after: this.seen }),
          () => give({}),
        );
      },
    });
    this.socket.on('notification', (entry: Notification) => {
      if (entry.sequence <= this.seen) return;
      if (this.seen > 0 && entry.sequence !== this.seen + 1) events.gap();
      this.seen = entry.sequence;
      events.notification(entry);
    });
    this.socket.on('location', (car: CarLocation) => events.location(car));
    // The server closes a socket with an old token or none; come back with a fresh one.
    this.socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect' && !this.away) this.socket.connect();
    });
    this.socket.on('connect_error', () => {
      if (!this.socket.active && !this.away) setTimeout(() => !this.away && this.socket.connect(), 500);
    });
    this.socket.on('connect', () => void this.flush());
  }

  private away = false;

  /** Loses the connection, as in a tunnel. */
  goAway(): void {
    this.away = true;
    this.socket.disconnect();
  }

  /** Finds it again; what was missed is replayed. */
  comeBack(): void {
    this.away = false;
    this.socket.connect();
  }

  /** Follows the car of a trip. */
  joinTrip(tripId: string): void {
    this.socket
      .timeout(ACK_MS)
      .emitWithAck('trip:join', { tripId })
      .catch(() => this.renew());
  }

  /** Sends a fix now, or in a batch with its own time once the connection is back. */
  sendPosition(point: Point): void {
    this.unsent.push(point);
    if (this.unsent.length > 500) this.unsent.shift();
    void this.flush();
  }

  close(): void {
    this.away = true;
    this.socket.close();
  }

  /** A network that went silent says nothing: another connection finds out sooner than the next ping does. */
  private renew(): void {
    if (this.socket.connected && !this.away) this.socket.disconnect().connect();
  }

  private async flush(): Promise<void> {
    if (!this.socket.connected || this.unsent.length === 0) return;
    const points = this.unsent.splice(0, 100);
    const ack = (await this.socket
      .timeout(ACK_MS)
      .emitWithAck('position', { points })
      .catch(() => undefined)) as Ack | undefined;
    // Off duty is no fault of the connection: those fixes are not wanted.
    if (ack?.ok || ack?.error.reason === 'OFF_DUTY') return;
    this.unsent.unshift(...points);
    if (!ack) this.renew();
  }
}

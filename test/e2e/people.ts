// A rider's and a driver's phone for the end-to-end tests: REST and a socket, nothing else.
import { io, type Socket } from 'socket.io-client';
import { waitFor } from '@lastmile/testing';
import { Api } from '../../tools/simulate/api.js';
import type { Notification, Position } from '../../tools/simulate/api.types.js';

/** What an ack carries. */
export type Ack<T> = { ok: true; result: T } | { ok: false; error: { reason: string; detail: string; status: number } };

/** A location event of a trip room. */
export interface LocationEvent {
  tripId: string;
  driverId: string;
  point: { position: Position; time: string };
}

const FIX_MS = 250;
/** Everybody's. */
export const PASSWORD = 'a-long-enough-password';

/** One signed-in person with an open socket. */
export class Phone {
  readonly heard: Notification[] = [];
  readonly locations: LocationEvent[] = [];
  private socket?: Socket;
  private readonly beats: NodeJS.Timeout[] = [];

  private constructor(
    readonly api: Api,
    readonly name: string,
  ) {}

  static async signUp(baseUrl: string, name: string, roles: string[]): Promise<Phone> {
    const phone = new Phone(new Api(baseUrl, new AbortController().signal), name);
    await phone.api.signIn(`${name}@people.example`, PASSWORD, name, roles);
    await phone.connect();
    return phone;
  }

  /** The highest number heard; undefined before the first. */
  get lastHeard(): number | undefined {
    return this.heard.length > 0 ? Math.max(...this.heard.map(({ sequence }) => sequence)) : undefined;
  }

  /** Opens the socket. Each time it comes back by itself, it tells the last number it heard, as every client must. */
  async connect(): Promise<void> {
    const socket = io(this.api.baseUrl, {
      transports: ['websocket'],
      auth: (give) => void this.api.token().then((token) => give({ token, after: this.lastHeard })),
      forceNew: true,
    });
    socket.on('notification', (entry: Notification) => this.heard.push(entry));
    socket.on('location', (event: LocationEvent) => this.locations.push(event));
    this.socket = socket;
    await waitFor(() => socket.connected, { what: `${this.name} is connected` });
  }

  disconnect(): void {
    this.beats.forEach((beat) => clearInterval(beat));
    this.socket?.disconnect();
  }

  async emit<T>(event: string, payload: object): Promise<Ack<T>> {
    if (!this.socket) throw new Error('not connected');
    return (await this.socket.timeout(10_000).emitWithAck(event, payload)) as Ack<T>;
  }

  /** Sends one fix. */
  async drive(position: Position, time: Date): Promise<Ack<{ acceptedCount: number }>> {
    return this.emit('position', { points: [{ position, time: time.toISOString(), accuracyMeters: 5 }] });
  }

  /** Sends a fix from the same place again and again, as a device does, until told to stop. */
  standAt(position: Position, now: () => Date): () => void {
    const beat = setInterval(() => void this.drive(position, now()).catch(() => undefined), FIX_MS);
    this.beats.push(beat);
    return () => clearInterval(beat);
  }

  /** Waits for a notification of a kind. */
  async hears(kind: string): Promise<Notification> {
    const find = () => this.heard.find((entry) => entry.kind === kind);
    await waitFor(() => find() !== undefined, { timeoutSeconds: 60, what: `${this.name} hears ${kind}` });
    return find() as Notification;
  }
}

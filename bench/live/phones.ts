// The phones of everybody: thousands of sockets in a process of its own, whose processor time does not count.
import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { answering } from '../rpc/bare-process.js';
import { HISTORY } from './town.js';
import type { ClientQuestion, ClientSocket, Driven, LocationMessage, Point } from './protocol.types.js';

type Ack = { ok: boolean; result?: { acceptedCount: number } };
type Phone = ClientSocket & { readonly socket: Socket };

/** Handshakes under way at a time. */
const CONNECTING = 50;
const TICK_MS = 10;
/** How long the last deliveries may take. */
const TIMEOUT_MS = 5_000;
const START = { latitude: 40.76, longitude: -73.83 };
/** Everybody drives north at 10 m/s. */
const DEGREES_PER_SECOND = 10 / 111_195;

const phones: Phone[] = [];
let notifications = 0;
let onLocation: (message: LocationMessage) => void = () => undefined;

answering<ClientQuestion, unknown>(async (question) => {
  switch (question.ask) {
    case 'connect':
      return connectAll(question.url, question.sockets);
    case 'join':
      return joinAll();
    case 'drive':
      return drive(question.seconds, question.everySeconds);
    case 'hear':
      return hear(question.notifications);
    case 'close':
      for (const { socket } of phones.splice(0)) socket.disconnect();
  }
});

async function connectAll(url: string, sockets: readonly ClientSocket[]): Promise<void> {
  notifications = 0;
  await inLanes(sockets, async (each) => void phones.push({ ...each, socket: await connect(url, each.token) }));
}

async function connect(url: string, token: string): Promise<Socket> {
  const options = { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token, after: HISTORY } };
  const socket = io(url, options);
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  socket.on('location', (message: LocationMessage) => onLocation(message));
  socket.on('notification', () => notifications++);
  return socket;
}

async function joinAll(): Promise<void> {
  await inLanes(phones, async ({ socket, tripId }) => {
    if (!tripId) return;
    const ack = (await socket.timeout(10_000).emitWithAck('trip:join', { tripId })) as Ack;
    if (!ack.ok) throw new Error(`cannot follow a trip: ${JSON.stringify(ack)}`);
  });
}

async function drive(seconds: number, everySeconds: number): Promise<Driven> {
  const drivers = phones.filter(({ tripId }) => tripId === undefined);
  const followers = phones.length / drivers.length - 1;
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  let [sent, accepted, answered] = [0, 0, 0];
  let sample: LocationMessage | undefined;
  onLocation = (message) => {
    const at = sentAt.get(message.driverId + message.point.time);
    if (at === undefined) return; // the first answer to `join`, or of the round before
    latencies.push(performance.now() - at);
    sample = message;
  };
  const send = ({ socket, driverId }: Phone) => {
    const time = new Date().toISOString();
    const position = { ...START, latitude: START.latitude + (performance.now() / 1_000) * DEGREES_PER_SECOND };
    const point: Point = { position, time, accuracyMeters: 5 };
    sent++;
    sentAt.set(driverId + time, performance.now());
    socket.emit('position', { points: [point] }, ({ result }: Ack) => {
      answered++;
      accepted += result?.acceptedCount ?? 0;
    });
  };

  // Each driver in its own moment of the interval, the same in every beat.
  const start = performance.now();
  const total = Math.round((drivers.length * seconds) / everySeconds);
  while (sent < total) {
    const due = Math.min(total, ((performance.now() - start) / 1_000 / everySeconds) * drivers.length);
    while (sent < due) send(drivers[sent % drivers.length]!);
    await delay(TICK_MS);
  }
  const deadline = performance.now() + TIMEOUT_MS;
  const isComplete = () => answered === sent && latencies.length >= accepted * followers;
  while (!isComplete() && performance.now() < deadline) await delay(TICK_MS);
  onLocation = () => undefined;
  return { sent, refused: sent - accepted, delivered: latencies.length, latencies, sample };
}

/** Resolves when all phones together have heard so many notifications since they were connected. */
async function hear(count: number): Promise<void> {
  while (notifications < count) await delay(TICK_MS);
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: CONNECTING }, lane));
}

// One run: sockets open, cars drive, then everybody is told something, many times. The same for the platform and for bare rooms.
import { footprint } from '../../tools/launcher/footprint.js';
import type { BareProcess } from '../rpc/bare-process.js';
import type { ClientQuestion, ClientSocket, Driven } from './protocol.types.js';

/** What holds the sockets. */
export interface Subject {
  readonly url: string;
  readonly sockets: readonly ClientSocket[];
  /** Its processes by name; the one with the sockets is the `gateway`. */
  readonly pids: Readonly<Record<string, number>> & { readonly gateway: number };
  /** One notification to every socket, so many times. */
  broadcast(times: number): Promise<void>;
}

export interface Options {
  readonly seconds: number;
  readonly everySeconds: number;
  readonly broadcasts: number;
}

export interface Measured {
  readonly driven: Driven;
  /** Processor seconds of each process while the cars drove. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  readonly bytesPerSocket: number;
  readonly notifications: number;
  /** From the first broadcast to the last socket that heard the last one. */
  readonly notifySeconds: number;
  readonly notifyCpuSeconds: Readonly<Record<string, number>>;
}

export type Phones = BareProcess<ClientQuestion, unknown>;

const WARM_UP_SECONDS = 8;

export async function measure(subject: Subject, phones: Phones, options: Options): Promise<Measured> {
  const { url, sockets, pids } = subject;
  const { everySeconds, seconds, broadcasts } = options;
  const empty = footprint([pids.gateway]).rssBytes;
  await phones.ask({ ask: 'connect', url, sockets });
  await phones.ask({ ask: 'join' });
  const bytesPerSocket = (footprint([pids.gateway]).rssBytes - empty) / sockets.length;

  await phones.ask({ ask: 'drive', seconds: WARM_UP_SECONDS, everySeconds });
  const drivenFrom = cpuOf(pids);
  const driven = (await phones.ask({ ask: 'drive', seconds, everySeconds })) as Driven;
  const cpuSeconds = difference(cpuOf(pids), drivenFrom);

  const notifications = broadcasts * sockets.length;
  const toldFrom = cpuOf(pids);
  const start = performance.now();
  await subject.broadcast(broadcasts);
  await phones.ask({ ask: 'hear', notifications });
  const notifySeconds = (performance.now() - start) / 1_000;
  const notifyCpuSeconds = difference(cpuOf(pids), toldFrom);
  await phones.ask({ ask: 'close' });
  return { driven, cpuSeconds, bytesPerSocket, notifications, notifySeconds, notifyCpuSeconds };
}

type ByName = Readonly<Record<string, number>>;

const cpuOf = (pids: ByName): ByName => mapValues(pids, (pid) => footprint([pid]).cpuSeconds);
const difference = (after: ByName, before: ByName): ByName => mapValues(after, (value, name) => value - before[name]!);

function mapValues(values: ByName, change: (value: number, name: string) => number): ByName {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

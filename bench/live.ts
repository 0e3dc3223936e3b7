/**
 * `npm run bench:live`: what it costs to show riders their cars. 1,250 drivers' sockets send a point every 2 s each; 5,000
 * riders' sockets, four to a car, are shown every point. Then every socket is told something, several times. Takes about two
 * minutes; needs Linux; writes to a temporary directory only.
 *
 * The platform's way of a point: driver's socket, gateway, location, PostgreSQL, the gateway's stream, rider's socket. It is
 * compared with bare Socket.IO rooms in one process: the same sockets, points, answers and messages, byte for byte as long.
 * The two take turns on the same machine; the phones are sockets in a process of their own that is not counted.
 *
 * Options: `--cars 1250 --riders 4 --seconds 30 --every 2 --broadcasts 8`; `--profile <directory>` keeps
 * each service's CPU profile (and slows them all down).
 */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newIssuer } from '../tools/launcher/issuer.js';
import { measure, type Options, type Phones } from './live/measure.js';
import { report } from './live/report.js';
import { bareSubject, realSubject, startServices } from './live/subjects.js';
import { newTown, settle } from './live/town.js';
import { BareProcess } from './rpc/bare-process.js';

const { values } = parseArgs({
  options: {
    cars: { type: 'string', default: '1250' },
    riders: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '30' },
    every: { type: 'string', default: '2' },
    broadcasts: { type: 'string', default: '8' },
    profile: { type: 'string' },
  },
});
const options: Options = {
  seconds: Number(values.seconds),
  everySeconds: Number(values.every),
  broadcasts: Number(values.broadcasts),
};
const cars = newTown(Number(values.cars), Number(values.riders));
const cleanups: (() => Promise<unknown>)[] = [];

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-live-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true }));
  const issuer = await newIssuer();
  const platform = await startServices(directory, issuer, values.profile);
  const stop = once(() => platform.stop());
  cleanups.push(stop);
  await settle(platform.adminUrl, cars);

  const phones: Phones = await BareProcess.start('../live/phones');
  cleanups.push(() => phones.stop());
  console.log(`${cars.length} cars, ${values.riders} riders each, a point every ${values.every} s`);
  const real = await measure(await realSubject(platform, directory, issuer, cars), phones, options);
  await stop();
  const { sample } = real.driven;
  if (!sample) throw new Error('no rider saw a car');

  const rooms = await bareSubject(cars, sample);
  cleanups.push(() => rooms.stop());
  const bare = await measure(rooms, phones, options);
  report(real, bare, options);
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

try {
  await main();
} finally {
  for (const cleanup of cleanups.reverse()) await cleanup();
}

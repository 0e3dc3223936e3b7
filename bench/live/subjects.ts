// The two that are compared: the platform's gateway with all that is behind it, and a bare Socket.IO server.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Issuer } from '../../tools/launcher/issuer.js';
import { UNLIMITED } from '../../tools/launcher/unlimited.js';
import { startPlatform, type Platform } from '../../tools/launcher/platform.js';
import { BareProcess } from '../rpc/bare-process.js';
import { NODE_FLAGS } from '../rpc/node-flags.js';
import type { Subject } from './measure.js';
import type { BareQuestion, ClientSocket, LocationMessage } from './protocol.types.js';
import type { Car } from './town.js';

const SERVICES = ['gateway', 'location', 'notification', 'trip', 'user'] as const;
/** The services' own default; the launcher runs with fewer. */
const POOL_MAX = '5';
const TITLE = 'Trains are late';

/** @param profiles a directory for a profile of each service's processor time */
export function startServices(directory: string, issuer: Issuer, profiles?: string): Promise<Platform> {
  const profile = profiles && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${resolve(profiles)}` };
  const env = { DATABASE_POOL_MAX: POOL_MAX, ...(profile || {}) };
  return startPlatform({
    directory,
    freePorts: true,
    only: SERVICES,
    nodeFlags: NODE_FLAGS,
    envOf: {
      ...Object.fromEntries(SERVICES.map((name) => [name, env])),
      user: { ...env, ...issuer.env },
      gateway: { ...env, ...UNLIMITED },
    },
  });
}

export async function realSubject(
  platform: Platform,
  directory: string,
  issuer: Issuer,
  cars: readonly Car[],
): Promise<Subject> {
  const sockets: ClientSocket[] = [];
  for (const { driverId, riders } of cars) {
    sockets.push({ driverId, token: await issuer.token(driverId, ['driver']) });
    for (const { userId, tripId } of riders) {
      sockets.push({ driverId, tripId, token: await issuer.token(userId, ['rider']) });
    }
  }
  const operator = await issuer.token(randomUUID(), ['operator']);
  const pid = (name: string) => platform.process(name).pid!;
  const postgres = Number(readFileSync(join(directory, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
  return {
    url: platform.baseUrl,
    sockets,
    pids: { gateway: pid('gateway'), location: pid('location'), notification: pid('notification'), postgres },
    async broadcast(times) {
      for (let i = 0; i < times; i++) await announce(platform.baseUrl, operator);
    },
  };
}

async function announce(baseUrl: string, token: string): Promise<void> {
  const response = await fetch(`${baseUrl}/v1/broadcasts`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ userIds: [], title: TITLE }),
  });
  if (!response.ok) throw new Error(`a broadcast was answered ${response.status}`);
}

/** @param location a message of the platform's, whose bytes the rooms send too */
export async function bareSubject(
  cars: readonly Car[],
  location: LocationMessage,
): Promise<Subject & { stop(): Promise<void> }> {
  const server = await BareProcess.start<BareQuestion, unknown>('../live/bare-rooms');
  const trips = cars.flatMap(({ driverId, riders }) => riders.map(({ tripId }) => [tripId, driverId] as const));
  const port = (await server.ask({ ask: 'listen', trips })) as number;
  const createTime = new Date().toISOString();
  const notification = { sequence: 1, kind: 'broadcast', title: TITLE, body: '', data: {}, createTime };
  await server.ask({ ask: 'imitate', location, notification });
  const sockets = cars.flatMap(({ driverId, riders }): ClientSocket[] => [
    { driverId, token: driverId },
    ...riders.map(({ tripId }) => ({ driverId, tripId, token: driverId })),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    sockets,
    pids: { gateway: server.pid },
    broadcast: async (times) => void (await server.ask({ ask: 'broadcast', times })),
    stop: () => server.stop(),
  };
}

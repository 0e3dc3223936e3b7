// Which ports the platform listens on: the documented ones, or free ones for tests.
import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import type { ServiceManifest } from './topology.js';

/** gRPC ports by service and the gateway's HTTP ports, one per replica. */
export interface Ports {
  grpc: Record<string, number[]>;
  http: number[];
}

/** Below the range that outgoing connections take their own ports from, which could be gone before a service binds. */
const FREE_RANGE = [15_000, 31_000] as const;
/** A further replica listens so many ports above the first. */
const REPLICA_STEP = 10;

/** The documented ports; further replicas 10 above each other. */
export function defaultPorts(manifests: readonly ServiceManifest[], replicas: Record<string, number>): Ports {
  const grpc = manifests.map(({ name, port }) => [
    name,
    Array.from({ length: replicas[name] ?? 1 }, (_, i) => port + i * REPLICA_STEP),
  ]);
  const http = Number(process.env.HTTP_PORT || 8082);
  return { grpc: Object.fromEntries(grpc), http: gateways(replicas).map((i) => http + i * REPLICA_STEP) };
}

/** Free ports, so that several platforms run side by side. */
export async function freePorts(
  manifests: readonly ServiceManifest[],
  replicas: Record<string, number>,
): Promise<Ports> {
  const count = manifests.reduce((sum, { name }) => sum + (replicas[name] ?? 1), gateways(replicas).length);
  const servers: Server[] = [];
  while (servers.length < count) servers.push(...(await listen(randomInt(...FREE_RANGE)).then(only, none)));
  const free = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map(close));
  const grpc = manifests.map(({ name }) => [name, free.splice(0, replicas[name] ?? 1)]);
  return { grpc: Object.fromEntries(grpc), http: free };
}

const gateways = ({ gateway = 1 }: Record<string, number>): number[] => Array.from({ length: gateway }, (_, i) => i);
const only = (server: Server): Server[] => [server];
const none = (): Server[] => [];

/** @throws Error that names the ports in use */
export async function assertFree(ports: Ports): Promise<void> {
  const wanted = [...Object.values(ports.grpc).flat(), ...ports.http];
  const results = await Promise.allSettled(wanted.map(async (port) => close(await listen(port))));
  const taken = wanted.filter((_, i) => results[i]?.status === 'rejected');
  if (taken.length > 0) throw new Error(`port ${taken.join(', ')} in use: is the platform running already?`);
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

// Which ports the platform listens on: the documented ones, or free ones for tests.
import { freePort, isFree } from '@lastmile/local-postgres';
import { localPort } from './local-port.js';
import type { ServiceManifest } from './topology.js';

/** gRPC ports by service and the gateway's HTTP ports, one per replica. */
export interface Ports {
  grpc: Record<string, number[]>;
  http: number[];
}

/** A further replica listens so many ports above the first. */
const REPLICA_STEP = 10;

/** The documented ports of one machine; further replicas 10 above each other. */
export function defaultPorts(manifests: readonly ServiceManifest[], replicas: Record<string, number>): Ports {
  const grpc = manifests.map(({ name, port }) => [
    name,
    Array.from({ length: replicas[name] ?? 1 }, (_, i) => localPort(port) + i * REPLICA_STEP),
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
  const free = new Set<number>();
  while (free.size < count) free.add(await freePort());
  const ports = [...free];
  const grpc = manifests.map(({ name }) => [name, ports.splice(0, replicas[name] ?? 1)]);
  return { grpc: Object.fromEntries(grpc), http: ports };
}

const gateways = ({ gateway = 1 }: Record<string, number>): number[] => Array.from({ length: gateway }, (_, i) => i);

/** @throws Error that names the ports in use */
export async function assertFree(ports: Ports): Promise<void> {
  const wanted = [...Object.values(ports.grpc).flat(), ...ports.http];
  const free = await Promise.all(wanted.map(isFree));
  const taken = wanted.filter((_, i) => !free[i]);
  if (taken.length > 0) throw new Error(`port ${taken.join(', ')} in use: is the platform running already?`);
}

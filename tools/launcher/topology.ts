// Which processes make the platform, and the environment each gets: derived from the apps' service.json files. Pure.

import type { CallerDeclarations } from '@lastmile/grpc';

/** `apps/<name>/service.json`: what a service calls, hears and tells. CI proves both the call graph and the code follow it. */
export interface ServiceManifest {
  name: string;
  /** Default gRPC port. */
  port: number;
  /** Services it calls. */
  calls: string[];
  /** Who may call which of its RPCs: by RPC service, RPC and calling service; see libs/grpc/src/access.ts. */
  callers: CallerDeclarations;
  /** Event types it listens to, each with the reason. */
  hears: Record<string, string>;
  /** Event types it publishes. */
  tells: string[];
}

/** One process to run. */
export interface ProcessPlan {
  /** `trip`, or `matching-2` for a second replica. */
  name: string;
  service: string;
  env: Record<string, string>;
}

/** What the plan depends on. */
export interface TopologyOptions {
  manifests: readonly ServiceManifest[];
  /** gRPC ports by service, one per replica. */
  ports: Readonly<Record<string, readonly number[]>>;
  /** Where callers reach them, when that is not where they listen. */
  reachedAt?: Readonly<Record<string, readonly number[]>>;
  /** Of the gateway, one per replica. */
  httpPorts: readonly number[];
  /** Database URL of a service's own role. */
  databaseUrl: (service: string) => string;
  /** Where a service finds its own private key and everybody's public ones. */
  keyEnv?: (service: string) => Record<string, string>;
  /** Environment of every process. */
  env: Record<string, string>;
  /** Extra environment of one service. */
  envOf?: Readonly<Record<string, Record<string, string>>>;
}

const LOOPBACK = '127.0.0.1';
/** Services without tables of their own. */
const STATELESS = new Set(['matching', 'gateway']);

/** Plans every replica of every service; callees are addressed by all their replicas, so that clients balance. */
export function planProcesses(options: TopologyOptions): ProcessPlan[] {
  const portsOf = (service: string, from = options.ports): readonly number[] => {
    const ports = from[service];
    if (!ports || ports.length === 0) throw new Error(`no port for service ${service}`);
    return ports;
  };
  const addressOf = (service: string) =>
    `ipv4:${portsOf(service, options.reachedAt)
      .map((port) => `127.0.0.1:${port}`)
      .join(',')}`;
  return options.manifests.flatMap((manifest) =>
    portsOf(manifest.name).map((port, replica) => ({
      name: replica === 0 ? manifest.name : `${manifest.name}-${replica + 1}`,
      service: manifest.name,
      env: {
        ...options.env,
        GRPC_PORT: String(port),
        // All callers are on this machine; what the platform serves may be looked at.
        GRPC_HOST: LOOPBACK,
        GRPC_REFLECTION: 'on',
        ...options.keyEnv?.(manifest.name),
        ...Object.fromEntries(manifest.calls.map((callee) => [`${callee.toUpperCase()}_ADDRESS`, addressOf(callee)])),
        ...(!STATELESS.has(manifest.name) && { DATABASE_URL: options.databaseUrl(manifest.name) }),
        ...(manifest.name === 'gateway' && { HTTP_PORT: String(options.httpPorts[replica]), HTTP_HOST: LOOPBACK }),
        ...options.envOf?.[manifest.name],
      },
    })),
  );
}

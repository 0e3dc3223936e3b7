// Replicas of the cluster monitor, each with a database connection and a way to the API server of its own.
import { clockFromEnv } from '@lastmile/config';
import { Jobs } from '@lastmile/events';
import { Database } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import type { TestDatabase } from '@lastmile/testing';
import { clusterAccess, type ClusterAccess } from '../src/cluster/cluster.config.js';
import { ClusterQueue } from '../src/cluster/cluster.queue.js';
import { ClusterRepository } from '../src/cluster/cluster.repository.js';
import { ClusterMonitorService, type MonitorTiming } from '../src/cluster/cluster-monitor.service.js';
import type { Door, KubernetesServer } from './kubernetes-server.js';

/** A leader that is gone is replaced within about a second. */
export const SHORT_LEASE = { durationSeconds: 1, renewWithinMs: 600, retryMs: 50 };
/** One that stays, whatever the API server does for the length of a test. */
export const LONG_LEASE = { durationSeconds: 120, renewWithinMs: 100_000, retryMs: 50 };

export interface Replica {
  readonly door: Door;
  /** As by SIGTERM. */
  stop(): Promise<void>;
  /** As by SIGKILL: nobody hears of it any more, and it gives nothing back. */
  kill(): Promise<void>;
}

/** As a container in a cluster finds it: an address in the environment, an account in files. */
export function accessThrough({ port }: Door, { root }: KubernetesServer): ClusterAccess {
  Object.assign(process.env, { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: `${port}` });
  try {
    return clusterAccess(root)!;
  } finally {
    delete process.env.KUBERNETES_SERVICE_HOST;
    delete process.env.KUBERNETES_SERVICE_PORT;
  }
}

export function recordsIn(database: Database): ClusterRepository {
  return new ClusterRepository(database, new ClusterQueue(new Jobs('notification', clockFromEnv({}))));
}

export async function startMonitor(
  db: TestDatabase,
  kubernetes: KubernetesServer,
  lease: MonitorTiming['lease'] = SHORT_LEASE,
): Promise<Replica> {
  const door = await kubernetes.door();
  const logger = createLogger({ service: 'notification', level: 'silent' });
  const database = new Database({ url: db.url, service: 'notification', logger });
  const timing = { lease, pauses: { firstMs: 20, mostMs: 200 }, tickMs: 100 };
  const monitor = new ClusterMonitorService(recordsIn(database), accessThrough(door, kubernetes), timing);
  monitor.onApplicationBootstrap();
  const end = async () => {
    await monitor.beforeApplicationShutdown();
    await database.close();
    await door.close();
  };
  let ended: Promise<void> | undefined;
  const stop = () => (ended ??= end());
  return {
    door,
    stop,
    kill: async () => {
      await Promise.all([door.close(), database.close()]);
      await stop();
    },
  };
}

// Whether the service runs in a cluster, and with which account.
import { existsSync, readFileSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';
import { loadConfig } from '@lastmile/config';
import { z } from 'zod';

export interface ClusterAccess {
  readonly config: KubeConfig;
  readonly namespace: string;
}

/** Where Kubernetes mounts token, certificate and namespace. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Undefined outside of a cluster: Kubernetes sets KUBERNETES_SERVICE_HOST and _PORT in every container, but mounts an
 * account only where the pod asks for one. `root` is the directory that contains `var`.
 */
export function clusterAccess(root = ''): ClusterAccess | undefined {
  const { KUBERNETES_SERVICE_HOST } = loadConfig({ KUBERNETES_SERVICE_HOST: z.string().min(1).optional() });
  const namespaceFile = `${root}${ACCOUNT}/namespace`;
  if (!KUBERNETES_SERVICE_HOST || !existsSync(namespaceFile)) return undefined;
  const config = new KubeConfig();
  config.loadFromCluster(root);
  return { config, namespace: readFileSync(namespaceFile, 'utf8').trim() };
}

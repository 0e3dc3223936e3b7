// Whether we run in a cluster, and as whom.
import { existsSync, readFileSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';
import { loadConfig } from '@lastmile/config';
import { z } from 'zod';

export interface ClusterAccess {
  readonly config: KubeConfig;
  readonly namespace: string;
}

/** Where Kubernetes puts token, certificate and namespace into a container. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Undefined outside of a cluster: Kubernetes sets KUBERNETES_SERVICE_HOST and _PORT in every container, and mounts an account
 * only where one is wanted. `root` is where `/var` is found.
 */
export function clusterAccess(root = ''): ClusterAccess | undefined {
  const { KUBERNETES_SERVICE_HOST } = loadConfig({ KUBERNETES_SERVICE_HOST: z.string().min(1).optional() });
  const namespaceFile = `${root}${ACCOUNT}/namespace`;
  if (!KUBERNETES_SERVICE_HOST || !existsSync(namespaceFile)) return undefined;
  const config = new KubeConfig();
  config.loadFromCluster(root);
  return { config, namespace: readFileSync(namespaceFile, 'utf8').trim() };
}

// A small cluster that is right, for tests that break one thing in it.
import type { K8sObject } from './objects.js';
import type { Service } from './services.js';

export const services: readonly Service[] = [{ name: 'trip', port: 50057, calls: [], hasSchema: true }];

export interface Breakage {
  labels?: Record<string, string>;
  env?: { name: string; value?: string; valueFrom?: object }[];
  container?: object;
  deployment?: object;
  service?: object;
}

const LABELS = { 'app.kubernetes.io/name': 'trip' };

/** Deployment, Service, ServiceAccount, ConfigMap and PodDisruptionBudget of one service. */
export function cluster(broken: Breakage = {}): K8sObject[] {
  const container = {
    name: 'service',
    image: 'lastmile-trip:dev',
    ports: [{ name: 'grpc', containerPort: 50057 }],
    env: [
      { name: 'GRPC_PORT', value: '50057' },
      { name: 'LOG_LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'LOG_LEVEL' } } },
      ...(broken.env ?? []),
    ],
    readinessProbe: { grpc: { port: 50057 } },
    ...broken.container,
  };
  return [
    object('ServiceAccount', 'trip', {}),
    { ...object('ConfigMap', 'settings', {}), data: { LOG_LEVEL: 'info' } },
    object('Deployment', 'trip', {
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: broken.labels ?? LABELS },
        spec: { serviceAccountName: 'trip', containers: [container] },
      },
      ...broken.deployment,
    }),
    object('Service', 'trip', { selector: LABELS, ports: [{ port: 50057, targetPort: 'grpc' }], ...broken.service }),
    object('PodDisruptionBudget', 'trip', { maxUnavailable: 1, selector: { matchLabels: LABELS } }),
  ];
}

export const object = (kind: string, name: string, spec: Record<string, unknown>): K8sObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  spec,
});

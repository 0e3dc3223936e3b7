// Objects as Kubernetes writes them, as far as they are looked at.

const labels = (service: string) => ({ 'app.kubernetes.io/name': service });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

export const autoscalerOf = (service: string, desiredReplicas: number, maxReplicas = 8) => ({
  metadata: { name: service, uid: `hpa-${service}`, labels: labels(service) },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: service }, minReplicas: 1, maxReplicas },
  status: { currentReplicas: 1, desiredReplicas, lastScaleTime: new Date().toISOString() },
});

export const deploymentOf = (service: string, replicas: number, { revision = 1, ready = replicas } = {}) => ({
  metadata: {
    name: service,
    uid: `deployment-${service}`,
    generation: 1,
    labels: labels(service),
    annotations: { 'deployment.kubernetes.io/revision': `${revision}` },
  },
  spec: { replicas, selector: {}, template: {} },
  status: {
    observedGeneration: 1,
    replicas,
    updatedReplicas: ready,
    readyReplicas: ready,
    availableReplicas: ready,
    conditions: [{ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }],
  },
});

export function stuckDeploymentOf(service: string, replicas: number, revision: number) {
  const { status, ...deployment } = deploymentOf(service, replicas, { revision, ready: replicas - 1 });
  const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
  return { ...deployment, status: { ...status, conditions } };
}

const pod = (service: string, name: string, isReady: boolean, minutes: number, container: object) => ({
  metadata: { name, uid: `pod-${name}`, labels: labels(service), creationTimestamp: minutesAgo(60) },
  spec: { containers: [] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: minutesAgo(minutes) }],
    containerStatuses: [{ name: 'service', ready: isReady, restartCount: 0, ...container }],
  },
});

export const readyPod = (service: string, name: string) =>
  pod(service, name, true, 30, { state: { running: { startedAt: minutesAgo(30) } } });

export const waitingPod = (service: string, name: string, minutes: number) =>
  pod(service, name, false, minutes, { state: { waiting: { reason: 'ImagePullBackOff' } } });

export const crashingPod = (service: string, name: string, restartCount: number) =>
  pod(service, name, false, 0, {
    restartCount,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
  });

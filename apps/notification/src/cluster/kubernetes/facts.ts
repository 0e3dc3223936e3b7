// The part of Kubernetes objects that we use. Dates are text in watches and dates in lists.
import type {
  V1ContainerStatus,
  V1Deployment,
  V1ObjectMeta,
  V1Pod,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import type { Autoscaler, Deployment, Pod } from '../cluster.types.js';

const NAME = 'app.kubernetes.io/name';
const REVISION = 'deployment.kubernetes.io/revision';

export const toAutoscaler = ({ metadata, spec, status }: V2HorizontalPodAutoscaler): Autoscaler => ({
  uid: metadata?.uid ?? '',
  service: spec?.scaleTargetRef.name ?? '',
  maximum: spec?.maxReplicas ?? 0,
  // Kubernetes reports 0 until it has metrics.
  desired: status?.desiredReplicas || undefined,
  lastScaleTime: moment(status?.lastScaleTime),
});

/** Undefined for pods that have finished or are terminating. */
export function toPod({ metadata, status }: V1Pod): Pod | undefined {
  if (metadata?.deletionTimestamp || status?.phase === 'Succeeded' || status?.phase === 'Failed') return undefined;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return {
    uid: metadata?.uid ?? '',
    name: metadata?.name ?? '',
    service: serviceOf(metadata),
    isReady: ready?.status === 'True',
    since: moment(ready?.lastTransitionTime) ?? moment(metadata?.creationTimestamp) ?? new Date(0),
    restarts: containers.reduce((sum, { restartCount }) => sum + restartCount, 0),
    isCrashLooping: containers.some(({ state }) => state?.waiting?.reason === 'CrashLoopBackOff'),
    reason: containers.map(reasonOf).find((reason) => reason !== '') ?? unscheduled(status?.conditions) ?? '',
  };
}

export function toDeployment({ metadata, spec, status }: V1Deployment): Deployment {
  const desired = spec?.replicas ?? 1;
  const progress = status?.conditions?.find(({ type }) => type === 'Progressing');
  const isSeen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  return {
    uid: metadata?.uid ?? '',
    service: serviceOf(metadata),
    desired,
    ready: status?.readyReplicas ?? 0,
    revision: metadata?.annotations?.[REVISION],
    isComplete:
      isSeen &&
      (status?.updatedReplicas ?? 0) === desired &&
      (status?.availableReplicas ?? 0) === desired &&
      (status?.replicas ?? 0) === desired,
    isStuck: progress?.status === 'False' && progress.reason === 'ProgressDeadlineExceeded',
  };
}

const serviceOf = (metadata: V1ObjectMeta | undefined) => metadata?.labels?.[NAME] ?? metadata?.name ?? '';

/** Prefers the reason why the container last ended to the reason that it waits for a restart. */
function reasonOf({ state, lastState }: V1ContainerStatus): string {
  const waiting = state?.waiting?.reason;
  const ended = state?.terminated?.reason ?? lastState?.terminated?.reason;
  if (waiting && waiting !== 'CrashLoopBackOff' && waiting !== 'ContainerCreating') return waiting;
  return ended ?? '';
}

const unscheduled = (conditions: { type: string; status: string; reason?: string }[] = []) =>
  conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False')?.reason;

const moment = (value: Date | string | undefined): Date | undefined => (value ? new Date(value) : undefined);

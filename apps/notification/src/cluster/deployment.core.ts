// The changes of a Deployment since the previous observation: its rollouts and its number of replicas.
import type { ClusterEvent, ClusterEventKind, Deployment, DeploymentMemory, ReplicaCount } from './cluster.types.js';

export interface DeploymentChange {
  readonly memory: DeploymentMemory;
  readonly events: readonly ClusterEvent[];
  readonly counts: readonly ReplicaCount[];
}

/**
 * A rollout is a change of revision, so scaling does not count. A rollout that was already under way at the first
 * observation is only reported when it is stuck.
 */
export function deploymentChange(before: DeploymentMemory | undefined, seen: Deployment, now: Date): DeploymentChange {
  const { uid, service, desired, ready, isStuck } = seen;
  const revision = seen.revision ?? before?.revision ?? null;
  const events: ClusterEvent[] = [];
  const tell = (kind: ClusterEventKind) => {
    const facts = { revision: revision ?? '' };
    events.push({ eventId: `${uid}/${kind}/${revision}`, kind, service, pod: '', facts, time: now });
  };

  const isNew = before !== undefined && before.revision !== null && revision !== before.revision;
  const wasRollingOut = isNew || (before?.isRollingOut ?? false);
  const isRollingOut = (wasRollingOut || isStuck) && !seen.isComplete;
  if (isNew) tell('rollout_started');
  if (isStuck && (isNew || !before?.isStuck)) tell('rollout_stuck');
  if (wasRollingOut && !isRollingOut) tell('rollout_finished');

  const isCounted = before?.desired === desired && before.ready === ready;
  const counts = isCounted ? [] : [{ service, desired, ready, time: now }];
  return { memory: { service, desired, ready, revision, isRollingOut, isStuck }, events, counts };
}

/** A deleted Deployment has no replicas. */
export const deploymentGone = ({ service }: DeploymentMemory, now: Date): ReplicaCount => ({
  service,
  desired: 0,
  ready: 0,
  time: now,
});

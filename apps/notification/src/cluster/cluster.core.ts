// Compares the stored state with an observation and returns what happened in between. Invariants: observing the same
// state twice adds nothing; event ids are made only from facts of the cluster, so two observers of one change make the
// same event.
import { autoscalerChange } from './autoscaler.core.js';
import type { Changes, ClusterState, Observation, ReplicaCount } from './cluster.types.js';
import { deploymentChange, deploymentGone } from './deployment.core.js';
import { podChange } from './pod.core.js';

export const NOTHING_SEEN: ClusterState = { autoscalers: {}, pods: {}, deployments: {} };

/** Pure; linear in the number of objects. Time alone may cause events, too: an unchanged pod becomes overdue. */
export function changesSince(before: ClusterState, seen: Observation, now: Date): Changes {
  const autoscalers = each(seen.autoscalers, before.autoscalers, autoscalerChange, now);
  const pods = each(seen.pods, before.pods, podChange, now);
  const deployments = each(seen.deployments, before.deployments, deploymentChange, now);
  return {
    state: { autoscalers: memoryOf(autoscalers), pods: memoryOf(pods), deployments: memoryOf(deployments) },
    events: [...autoscalers, ...pods, ...deployments].flatMap(([, { events }]) => events),
    counts: [...gone(before, seen, now), ...deployments.flatMap(([, { counts }]) => counts)],
  };
}

type Change<Memory, Seen, Result> = (before: Memory | undefined, seen: Seen, now: Date) => Result;

const each = <Memory, Seen extends { readonly uid: string }, Result>(
  seen: readonly Seen[],
  before: Readonly<Record<string, Memory>>,
  change: Change<Memory, Seen, Result>,
  now: Date,
): [string, Result][] => seen.map((object) => [object.uid, change(before[object.uid], object, now)]);

const memoryOf = <Memory>(changes: readonly [string, { readonly memory: Memory }][]): Record<string, Memory> =>
  Object.fromEntries(changes.map(([uid, { memory }]) => [uid, memory]));

/** A Deployment that was recreated under its old name is counted as the new one. */
function gone(before: ClusterState, { deployments }: Observation, now: Date): ReplicaCount[] {
  const uids = new Set(deployments.map(({ uid }) => uid));
  const services = new Set(deployments.map(({ service }) => service));
  return Object.entries(before.deployments)
    .filter(([uid, { service }]) => !uids.has(uid) && !services.has(service))
    .map(([, memory]) => deploymentGone(memory, now));
}

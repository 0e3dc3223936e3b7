// The current state of each service, from the state of the monitor.
import type { ClusterState, Problem, ServiceNow } from './cluster.types.js';

/** Sorted by name. */
export function servicesNow({ deployments, autoscalers, pods }: ClusterState): ServiceNow[] {
  const scaled = new Map(Object.values(autoscalers).map((each) => [each.service, each]));
  const podsOf = Map.groupBy(Object.values(pods), ({ service }) => service);
  return Object.values(deployments)
    .map(({ service, desired, ready, isStuck, isRollingOut }) => {
      const own = podsOf.get(service) ?? [];
      const autoscaler = scaled.get(service);
      const problems: [Problem, boolean][] = [
        ['at_maximum', autoscaler?.isAtMaximum ?? false],
        ['crash_loop', own.some(({ isCrashLooping }) => isCrashLooping)],
        ['pod_not_ready', own.some(({ isOverdue }) => isOverdue)],
        ['rollout_stuck', isStuck],
        ['rolling_out', isRollingOut && !isStuck],
      ];
      return {
        service,
        desired,
        ready,
        maximum: autoscaler?.maximum,
        problems: problems.flatMap(([problem, holds]) => (holds ? [problem] : [])),
      };
    })
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

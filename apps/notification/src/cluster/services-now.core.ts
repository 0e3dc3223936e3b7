// How each service is, from what the monitor remembers.
import type { ClusterState } from './cluster.types.js';

export type Problem = 'at_maximum' | 'crash_loop' | 'pod_not_ready' | 'rollout_stuck' | 'rolling_out';

export interface ServiceNow {
  readonly service: string;
  readonly desired: number;
  readonly ready: number;
  /** As its autoscaler allows; undefined without one. */
  readonly maximum?: number;
  /** Each at most once; empty when all is well. */
  readonly problems: readonly Problem[];
}

/** By name. */
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

// Converts the state of the cluster to contract messages.
import {
  ClusterEventKind as WireKind,
  ServiceProblem as WireProblem,
  type ClusterEvent as WireEvent,
  type GetReplicaHistoryResponse,
} from '@lastmile/contracts';
import type { ClusterEvent, ClusterEventKind, Problem, ReplicaHistory } from './cluster.types.js';

const KINDS: Record<ClusterEventKind, WireKind> = {
  scaled_up: WireKind.CLUSTER_EVENT_KIND_SCALED_UP,
  scaled_down: WireKind.CLUSTER_EVENT_KIND_SCALED_DOWN,
  at_maximum: WireKind.CLUSTER_EVENT_KIND_AT_MAXIMUM,
  below_maximum: WireKind.CLUSTER_EVENT_KIND_BELOW_MAXIMUM,
  pod_restarted: WireKind.CLUSTER_EVENT_KIND_POD_RESTARTED,
  crash_loop: WireKind.CLUSTER_EVENT_KIND_CRASH_LOOP,
  crash_loop_over: WireKind.CLUSTER_EVENT_KIND_CRASH_LOOP_OVER,
  pod_not_ready: WireKind.CLUSTER_EVENT_KIND_POD_NOT_READY,
  pod_ready: WireKind.CLUSTER_EVENT_KIND_POD_READY,
  rollout_started: WireKind.CLUSTER_EVENT_KIND_ROLLOUT_STARTED,
  rollout_finished: WireKind.CLUSTER_EVENT_KIND_ROLLOUT_FINISHED,
  rollout_stuck: WireKind.CLUSTER_EVENT_KIND_ROLLOUT_STUCK,
};

const PROBLEMS: Record<Problem, WireProblem> = {
  at_maximum: WireProblem.SERVICE_PROBLEM_AT_MAXIMUM,
  crash_loop: WireProblem.SERVICE_PROBLEM_CRASH_LOOP,
  pod_not_ready: WireProblem.SERVICE_PROBLEM_POD_NOT_READY,
  rollout_stuck: WireProblem.SERVICE_PROBLEM_ROLLOUT_STUCK,
  rolling_out: WireProblem.SERVICE_PROBLEM_ROLLING_OUT,
};

export const toWireEvent = (event: ClusterEvent): WireEvent => ({
  ...event,
  kind: KINDS[event.kind],
  facts: { ...event.facts },
});

export const toWireHistory = ({ observeTime, services }: ReplicaHistory): GetReplicaHistoryResponse => ({
  observeTime,
  services: services.map(({ problems, counts, ...service }) => ({
    ...service,
    problems: problems.map((problem) => PROBLEMS[problem]),
    counts: counts.map(({ time, desired, ready }) => ({ time, desired, ready })),
  })),
});

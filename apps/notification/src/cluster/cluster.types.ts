// Observations of a Kubernetes namespace, and the events made from them. All times are real time, like in the cluster.

/** A HorizontalPodAutoscaler. */
export interface Autoscaler {
  readonly uid: string;
  /** Name of the Deployment that it scales. */
  readonly service: string;
  readonly maximum: number;
  /** Undefined until the autoscaler has calculated it for the first time. */
  readonly desired?: number;
  readonly lastScaleTime?: Date;
}

export interface Pod {
  readonly uid: string;
  readonly name: string;
  readonly service: string;
  readonly isReady: boolean;
  /** Time of the last change of readiness. */
  readonly since: Date;
  /** Sum over all its containers. */
  readonly restarts: number;
  readonly isCrashLooping: boolean;
  /** Why its last container ended or does not start, for example `OOMKilled`; empty when unknown. */
  readonly reason: string;
}

export interface Deployment {
  readonly uid: string;
  readonly service: string;
  readonly desired: number;
  readonly ready: number;
  /** Number of the rollout; undefined before the first one. */
  readonly revision?: string;
  /** Every replica is of the newest revision and available. */
  readonly isComplete: boolean;
  /** Kubernetes has reported that the rollout exceeded its deadline. */
  readonly isStuck: boolean;
}

/** The whole namespace at one moment. */
export interface Observation {
  readonly autoscalers: readonly Autoscaler[];
  readonly pods: readonly Pod[];
  readonly deployments: readonly Deployment[];
}

/** What is stored of an observation, by uid; plain JSON. */
export interface ClusterState {
  readonly autoscalers: Readonly<Record<string, AutoscalerMemory>>;
  readonly pods: Readonly<Record<string, PodMemory>>;
  readonly deployments: Readonly<Record<string, DeploymentMemory>>;
}

export interface AutoscalerMemory {
  readonly service: string;
  readonly desired: number | null;
  readonly maximum: number;
  readonly isAtMaximum: boolean;
}

export interface PodMemory {
  readonly service: string;
  readonly restarts: number;
  /** True from the first crash loop until the pod has been ready for a while. */
  readonly isCrashLooping: boolean;
  /** True when an event has already reported that this pod is not ready. */
  readonly isOverdue: boolean;
}

export interface DeploymentMemory {
  readonly service: string;
  readonly desired: number;
  readonly ready: number;
  readonly revision: string | null;
  readonly isRollingOut: boolean;
  readonly isStuck: boolean;
}

export const CLUSTER_EVENTS = [
  'scaled_up',
  'scaled_down',
  'at_maximum',
  'below_maximum',
  'pod_restarted',
  'crash_loop',
  'crash_loop_over',
  'pod_not_ready',
  'pod_ready',
  'rollout_started',
  'rollout_finished',
  'rollout_stuck',
] as const;
export type ClusterEventKind = (typeof CLUSTER_EVENTS)[number];

/** Events that operators are notified about; all others are only in the timeline. */
export const ALERTS = [
  'scaled_up',
  'scaled_down',
  'at_maximum',
  'crash_loop',
  'pod_not_ready',
  'rollout_stuck',
] as const satisfies readonly ClusterEventKind[];

export interface ClusterEvent {
  /** Made from facts of the cluster, so that every observer gives the same event the same id. */
  readonly eventId: string;
  readonly kind: ClusterEventKind;
  readonly service: string;
  /** Empty when the event is not about one pod. */
  readonly pod: string;
  /** Values for the event's text: `from` and `to` replicas, `maximum`, `restarts`, `minutes`, `reason`, `revision`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly time: Date;
}

/** The number of replicas of a Deployment from that time on. */
export interface ReplicaCount {
  readonly service: string;
  readonly desired: number;
  readonly ready: number;
  readonly time: Date;
}

/** What an observation changes in the stored state. */
export interface Changes {
  readonly state: ClusterState;
  readonly events: readonly ClusterEvent[];
  readonly counts: readonly ReplicaCount[];
}

export type Problem = 'at_maximum' | 'crash_loop' | 'pod_not_ready' | 'rollout_stuck' | 'rolling_out';

export interface ServiceNow {
  readonly service: string;
  readonly desired: number;
  readonly ready: number;
  /** The limit of its autoscaler; undefined without one. */
  readonly maximum?: number;
  /** Each at most once; empty when there is no problem. */
  readonly problems: readonly Problem[];
}

export interface ReplicaHistory {
  /** Time of the last observation; undefined when there was none. */
  readonly observeTime?: Date;
  readonly services: readonly (ServiceNow & { readonly counts: readonly ReplicaCount[] })[];
}

/** The session of one leader, from its election to the next one's. */
export interface Session {
  readonly epoch: number;
  readonly state: ClusterState;
}

export interface Known {
  readonly state: ClusterState;
  /** Undefined when there was no observation yet. */
  readonly observeTime?: Date;
}

export interface EventPosition {
  readonly time: Date;
  readonly id: string;
}

/** Where observations are recorded. */
export interface ClusterRecords {
  /** Returns false, and writes nothing, when a newer session has begun. */
  record(epoch: number, changes: Changes, now: Date): Promise<boolean>;
  /** Deletes old rows. */
  forget(now: Date): Promise<void>;
}

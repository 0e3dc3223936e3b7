// What is seen of a Kubernetes namespace, and what is told about it. All times are wall time, as the cluster's are.

/** A HorizontalPodAutoscaler. */
export interface Autoscaler {
  readonly uid: string;
  /** Of the Deployment it scales. */
  readonly service: string;
  readonly maximum: number;
  /** Undefined before the autoscaler has looked for the first time. */
  readonly desired?: number;
  readonly lastScaleTime?: Date;
}

export interface Pod {
  readonly uid: string;
  readonly name: string;
  readonly service: string;
  readonly isReady: boolean;
  /** Since when it is (not) ready. */
  readonly since: Date;
  /** Of all its containers. */
  readonly restarts: number;
  readonly isCrashLooping: boolean;
  /** Why its last container ended or does not start, such as `OOMKilled`; empty when unknown. */
  readonly reason: string;
}

export interface Deployment {
  readonly uid: string;
  readonly service: string;
  readonly desired: number;
  readonly ready: number;
  /** Counts rollouts; undefined before the first. */
  readonly revision?: string;
  /** Every replica there is, is one of the newest revision and available. */
  readonly isComplete: boolean;
  /** Kubernetes has given up waiting for progress. */
  readonly isStuck: boolean;
}

/** A namespace at one moment: whole, or not looked at. */
export interface Observation {
  readonly autoscalers: readonly Autoscaler[];
  readonly pods: readonly Pod[];
  readonly deployments: readonly Deployment[];
}

/** What is remembered of an observation, by uid; plain JSON. */
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
  /** From the first loop until it has been ready for a while. */
  readonly isCrashLooping: boolean;
  /** It has been told that this pod is not ready. */
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

/** Those that operators are told about; the others stand in the timeline alone. */
export const ALERTS = [
  'scaled_up',
  'scaled_down',
  'at_maximum',
  'crash_loop',
  'pod_not_ready',
  'rollout_stuck',
] as const satisfies readonly ClusterEventKind[];

export interface ClusterEvent {
  /** Made from the cluster's own facts: whoever sees the same thing gives it the same id. */
  readonly eventId: string;
  readonly kind: ClusterEventKind;
  readonly service: string;
  /** Empty when it is not about one pod. */
  readonly pod: string;
  /** What a text about it says: `from` and `to` replicas, `maximum`, `restarts`, `minutes`, `reason`, `revision`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly time: Date;
}

/** How many replicas a Deployment has from that time on. */
export interface ReplicaCount {
  readonly service: string;
  readonly desired: number;
  readonly ready: number;
  readonly time: Date;
}

/** What an observation adds to what was known. */
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
  /** As its autoscaler allows; undefined without one. */
  readonly maximum?: number;
  /** Each at most once; empty when all is well. */
  readonly problems: readonly Problem[];
}

export interface ReplicaHistory {
  /** When the cluster was looked at last; undefined when never. */
  readonly observeTime?: Date;
  readonly services: readonly (ServiceNow & { readonly counts: readonly ReplicaCount[] })[];
}

/** Of one leader, from its election to the next one's. */
export interface Session {
  readonly epoch: number;
  readonly state: ClusterState;
}

export interface Known {
  readonly state: ClusterState;
  /** Undefined when nobody has looked yet. */
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
  /** Drops what is too old. */
  forget(now: Date): Promise<void>;
}

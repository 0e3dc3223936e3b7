// The changes of a pod since the previous observation. Invariant: one crash loop, or one period of not being ready, is
// reported once.
import type { ClusterEvent, ClusterEventKind, Pod, PodMemory } from './cluster.types.js';

/** Twice the limit of a service's startup probe, because an image may have to be pulled. */
export const NOT_READY_SECONDS = 120;
/** Kubernetes resets its restart backoff after the same time. */
export const CALM_SECONDS = 600;

export interface PodChange {
  readonly memory: PodMemory;
  readonly events: readonly ClusterEvent[];
}

/**
 * Restarts of a pod that is seen for the first time were before the observation; only its present problems are
 * reported.
 */
export function podChange(before: PodMemory | undefined, seen: Pod, now: Date): PodChange {
  const { uid, name, service, restarts, isReady, since, reason } = seen;
  const seconds = (now.getTime() - since.getTime()) / 1_000;
  const events: ClusterEvent[] = [];
  const tell = (kind: ClusterEventKind, mark: number, time: Date, facts: Record<string, string> = {}) =>
    events.push({ eventId: `${uid}/${kind}/${mark}`, kind, service, pod: name, facts, time });

  const wasLooping = before?.isCrashLooping ?? false;
  const isCalm = isReady && seconds >= CALM_SECONDS;
  const isCrashLooping = seen.isCrashLooping || (wasLooping && !isCalm);
  const wasOverdue = before?.isOverdue ?? false;
  // Not reported in addition to a crash loop.
  const isOverdue = !isReady && (wasOverdue || (seconds >= NOT_READY_SECONDS && !isCrashLooping));

  if (before && restarts > before.restarts) tell('pod_restarted', restarts, now, { restarts: `${restarts}`, reason });
  if (isCrashLooping && !wasLooping) tell('crash_loop', restarts, now, { restarts: `${restarts}`, reason });
  if (!isCrashLooping && wasLooping) tell('crash_loop_over', restarts, now);
  if (isOverdue && !wasOverdue) {
    const minutes = `${Math.floor(seconds / 60)}`;
    tell('pod_not_ready', since.getTime(), now, { minutes, reason });
  }
  if (isReady && wasOverdue) tell('pod_ready', since.getTime(), since);
  return { memory: { service, restarts, isCrashLooping, isOverdue }, events };
}

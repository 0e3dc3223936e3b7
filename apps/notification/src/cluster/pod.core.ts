// What happened to a pod since it was last seen. Invariant: one loop, or one stretch of not being ready, is told once.
import type { ClusterEvent, ClusterEventKind, Pod, PodMemory } from './cluster.types.js';

/** Twice what a service's startup probe allows: an image may have to be fetched. */
export const NOT_READY_SECONDS = 120;
/** Kubernetes forgets its pause between restarts after as long. */
export const CALM_SECONDS = 600;

export interface PodChange {
  readonly memory: PodMemory;
  readonly events: readonly ClusterEvent[];
}

/** The restarts of a pod seen for the first time were before our time; its present trouble is told. */
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
  // A crash loop says it already.
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

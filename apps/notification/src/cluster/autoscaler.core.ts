// The changes of an autoscaler since the previous observation.
import type { Autoscaler, AutoscalerMemory, ClusterEvent } from './cluster.types.js';

export interface AutoscalerChange {
  readonly memory: AutoscalerMemory;
  readonly events: readonly ClusterEvent[];
}

/** An autoscaler seen for the first time has not scaled, but may be at its maximum. */
export function autoscalerChange(before: AutoscalerMemory | undefined, seen: Autoscaler, now: Date): AutoscalerChange {
  const { uid, service, maximum, desired = before?.desired ?? undefined } = seen;
  const isAtMaximum = desired !== undefined && desired >= maximum;
  const memory = { service, desired: desired ?? null, maximum, isAtMaximum };
  if (desired === undefined) return { memory, events: [] };

  const time = seen.lastScaleTime ?? now;
  const moment = `${time.getTime()}/${desired}`;
  const common = { service, pod: '', time };
  const events: ClusterEvent[] = [];
  const from = before?.desired ?? desired;
  if (from !== desired) {
    const kind = desired > from ? 'scaled_up' : 'scaled_down';
    const facts = { from: `${from}`, to: `${desired}`, maximum: `${maximum}` };
    events.push({ ...common, eventId: `${uid}/scaled/${moment}`, kind, facts });
  }
  if (isAtMaximum !== (before?.isAtMaximum ?? false)) {
    const kind = isAtMaximum ? 'at_maximum' : 'below_maximum';
    events.push({ ...common, eventId: `${uid}/${kind}/${moment}/${maximum}`, kind, facts: { maximum: `${maximum}` } });
  }
  return { memory, events };
}

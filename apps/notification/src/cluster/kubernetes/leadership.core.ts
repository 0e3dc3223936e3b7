// Who may lead, by a Lease: the holder renews it, and a process that has seen it unchanged for its whole duration may
// take it. Each process measures that duration with its own clock; clocks of two machines are never compared.

export interface Lease {
  /** Empty when it was released. */
  readonly holder: string;
  readonly durationSeconds: number;
  /** How often the holder has changed. */
  readonly transitions: number;
  /** Changes with every write. */
  readonly version: string;
}

export type Step = 'create' | 'renew' | 'take' | 'wait';

/** `unchangedSeconds`: how long the observer has seen this version. */
export function nextStep(lease: Lease | undefined, identity: string, unchangedSeconds: number): Step {
  if (!lease) return 'create';
  if (lease.holder === identity) return 'renew';
  return lease.holder === '' || unchangedSeconds >= lease.durationSeconds ? 'take' : 'wait';
}

/** The lease as `identity` writes it when it renews or takes it. */
export const heldBy = (lease: Lease, identity: string, durationSeconds: number): Lease => ({
  ...lease,
  holder: identity,
  durationSeconds,
  transitions: lease.transitions + (lease.holder === identity ? 0 : 1),
});

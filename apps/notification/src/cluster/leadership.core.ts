// Who may lead, by a Lease: the holder renews it, and whoever has seen it unchanged for its whole duration may take it. Only
// how long it was unchanged counts, by the observer's own clock: clocks of two machines are never compared.

export interface Lease {
  /** Empty when it was given back. */
  readonly holder: string;
  readonly durationSeconds: number;
  /** How often it changed hands. */
  readonly transitions: number;
  /** Changes with every write. */
  readonly version: string;
}

export type Step = 'create' | 'renew' | 'take' | 'wait';

/** `unchangedSeconds`: since when the observer has seen this version. */
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

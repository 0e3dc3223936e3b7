// Elects one process as the leader, by a Lease in the cluster. Two leaders may overlap for a moment when a paused
// process does not know that its lease has expired, so a leader's writes need their own fencing.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Leases } from './kubernetes.client.js';
import { heldBy, nextStep, type Lease } from './leadership.core.js';

/** Retry < renewal < duration: a leader stops before another process may take the lease. */
export interface LeaseTerms {
  readonly durationSeconds: number;
  /** A leader that could not renew the lease for this long stops leading. */
  readonly renewWithinMs: number;
  readonly retryMs: number;
}

export interface Candidate {
  readonly leases: Leases;
  readonly leaseName: string;
  /** Unique for this process. */
  readonly identity: string;
  readonly terms: LeaseTerms;
  /** Leads until `signal` aborts. When it fails or ends earlier, the lease is released. */
  lead(signal: AbortSignal): Promise<void>;
  warn(message: string): void;
}

/** Tries to become the leader, and leads when elected, until `signal` aborts. Releases the lease at the end. */
export async function electLeader(candidate: Candidate, signal: AbortSignal): Promise<void> {
  const { leaseName, terms, warn } = candidate;
  const hold = new Hold(candidate);
  while (!signal.aborted) {
    try {
      if (await hold.renew()) await leadWhileHeld(candidate, hold, signal);
    } catch (error) {
      warn(`lease ${leaseName}: ${(error as Error).message}`);
    }
    await hold.giveBack().catch(() => undefined);
    await pause(terms.retryMs, signal);
  }
}

async function leadWhileHeld({ lead, terms }: Candidate, hold: Hold, stopping: AbortSignal): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => ending.abort();
  stopping.addEventListener('abort', end);
  const aborted = once(signal, 'abort').then(() => undefined);
  let tooLate = setTimeout(end, terms.renewWithinMs);
  const leading = lead(signal).finally(end);
  // The result is handled below, after it has ended.
  leading.catch(() => undefined);
  try {
    for (await pause(terms.retryMs, signal); !signal.aborted; await pause(terms.retryMs, signal)) {
      const asked = performance.now();
      const isRenewed = await Promise.race([hold.renew().catch(() => undefined), aborted]);
      if (isRenewed === false) end();
      if (!isRenewed) continue;
      clearTimeout(tooLate);
      // Counted from before the request, because others count from when it was carried out.
      tooLate = setTimeout(end, terms.renewWithinMs - (performance.now() - asked));
    }
  } finally {
    clearTimeout(tooLate);
    stopping.removeEventListener('abort', end);
  }
  await leading;
}

/** The lease from one candidate's point of view. */
class Hold {
  private known?: { readonly lease: Lease; readonly since: number };
  /** Settled when no renewal is running. */
  private renewing: Promise<unknown> = Promise.resolve();

  constructor(private readonly candidate: Candidate) {}

  /** Whether this process holds the lease now, just renewed. Throws when the API server does not respond. */
  renew(): Promise<boolean> {
    const renewal = this.renewOnce();
    this.renewing = renewal.catch(() => undefined);
    return renewal;
  }

  /** Waits for a renewal that is still running: it could conflict with the release, or take the lease again. */
  async giveBack(): Promise<void> {
    await this.renewing;
    const { leases, leaseName, identity } = this.candidate;
    const lease = this.known?.lease;
    if (lease?.holder === identity) this.note(await leases.replace(leaseName, { ...lease, holder: '' }));
  }

  private async renewOnce(): Promise<boolean> {
    const { leases, leaseName, identity, terms } = this.candidate;
    this.note(await leases.read(leaseName));
    const { lease, since } = this.known ?? { lease: undefined, since: performance.now() };
    const step = nextStep(lease, identity, (performance.now() - since) / 1_000);
    if (step === 'wait') return false;
    const next = heldBy(lease ?? NOBODY, identity, terms.durationSeconds);
    // A process that lost the race does not hold the lease.
    this.note(await (step === 'create' ? leases.create(leaseName, next) : leases.replace(leaseName, next)));
    return this.known?.lease.holder === identity;
  }

  private note(lease: Lease | undefined): void {
    if (lease && lease.version === this.known?.lease.version) return;
    this.known = lease && { lease, since: performance.now() };
  }
}

const NOBODY: Lease = { holder: '', durationSeconds: 0, transitions: 0, version: '' };

/** Resolves after that time, or as soon as `signal` aborts. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

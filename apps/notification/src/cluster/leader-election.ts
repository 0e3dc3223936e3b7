// Makes one process of many the leader, by a Lease in the cluster. Leading may overlap for a moment when a process stands still
// and does not know that its time is over, so what a leader writes must be fenced by itself.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Leases } from './kubernetes.client.js';
import { heldBy, nextStep, type Lease } from './leadership.core.js';

/** Retry < renewal < duration: a leader stops before anybody else may begin. */
export interface LeaseTerms {
  readonly durationSeconds: number;
  /** A leader that could not renew for so long stops leading. */
  readonly renewWithinMs: number;
  readonly retryMs: number;
}

export interface Candidate {
  readonly leases: Leases;
  readonly leaseName: string;
  /** Of this process alone. */
  readonly identity: string;
  readonly terms: LeaseTerms;
  /** Leads until `signal` aborts. When it fails or ends before, the lease is given back and may be anybody's. */
  lead(signal: AbortSignal): Promise<void>;
  warn(message: string): void;
}

/** Stands for election, and leads when elected, until `signal` aborts. Gives the lease back at the end. */
export async function standForElection(candidate: Candidate, signal: AbortSignal): Promise<void> {
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
  // Looked at below, once it is over.
  leading.catch(() => undefined);
  try {
    for (await pause(terms.retryMs, signal); !signal.aborted; await pause(terms.retryMs, signal)) {
      const asked = performance.now();
      const isRenewed = await Promise.race([hold.renew().catch(() => undefined), aborted]);
      if (isRenewed === false) end();
      if (!isRenewed) continue;
      clearTimeout(tooLate);
      // From before the request: others count from when it was carried out.
      tooLate = setTimeout(end, terms.renewWithinMs - (performance.now() - asked));
    }
  } finally {
    clearTimeout(tooLate);
    stopping.removeEventListener('abort', end);
  }
  await leading;
}

/** One candidate's view of the lease. */
class Hold {
  private known?: { readonly lease: Lease; readonly since: number };
  /** Settled once no renewal is under way. */
  private renewing: Promise<unknown> = Promise.resolve();

  constructor(private readonly candidate: Candidate) {}

  /** Whether this process has the lease now, freshly renewed. Throws when the API server does not say. */
  renew(): Promise<boolean> {
    const renewal = this.renewOnce();
    this.renewing = renewal.catch(() => undefined);
    return renewal;
  }

  /** After a renewal that nobody waits for any more, which would make what is given back a conflict, or take it again. */
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
    // Whoever lost the race for it has nothing.
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

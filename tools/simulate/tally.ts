// What the simulated people saw, counted; the demo shows it and tests wait for it.

import { EtaErrors, type EtaError } from './eta-errors.core.js';

/** Counts since the start. */
export interface Totals {
  requested: number;
  matched: number;
  boarded: number;
  completed: number;
  cancelledByRider: number;
  expired: number;
  riderNoShows: number;
  declined: number;
  cancelledByDriver: number;
  connectionsLost: number;
  /** Notification numbers skipped; anything but 0 is a defect of the platform. */
  gaps: number;
  /** Mean seconds from standing at the kerb to getting in. */
  meanWaitSeconds: number;
  /** How wrong the ETAs were that riders saw over their sockets. */
  eta: { pickup: EtaError[]; dropoff: EtaError[] };
  /** Why rides expired, by the platform's last reason. */
  refusals: Record<string, number>;
  /** Unexpected refusals, by HTTP status and reason; anything here is worth a look. */
  errors: Record<string, number>;
}

/** Collects what agents report. */
export class Tally {
  private readonly counts = {
    requested: 0,
    matched: 0,
    boarded: 0,
    completed: 0,
    cancelledByRider: 0,
    expired: 0,
    riderNoShows: 0,
    declined: 0,
    cancelledByDriver: 0,
    connectionsLost: 0,
    gaps: 0,
  };
  /** Told to riders, against what happened. */
  readonly pickupEta = new EtaErrors();
  readonly dropoffEta = new EtaErrors();
  private readonly refusals: Record<string, number> = {};
  private readonly errors: Record<string, number> = {};
  private waitSum = 0;

  add(what: keyof Tally['counts'], amount = 1): void {
    this.counts[what] += amount;
  }

  /** A rider got in after waiting so long at the kerb. */
  boarded(waitSeconds: number): void {
    this.counts.boarded++;
    this.waitSum += Math.max(0, waitSeconds);
  }

  refused(reason: string): void {
    this.counts.expired++;
    this.refusals[reason] = (this.refusals[reason] ?? 0) + 1;
  }

  error(what: string): void {
    this.errors[what] = (this.errors[what] ?? 0) + 1;
  }

  totals(): Totals {
    const { boarded } = this.counts;
    return {
      ...this.counts,
      meanWaitSeconds: boarded === 0 ? 0 : this.waitSum / boarded,
      eta: { pickup: this.pickupEta.summary(), dropoff: this.dropoffEta.summary() },
      refusals: { ...this.refusals },
      errors: { ...this.errors },
    };
  }
}

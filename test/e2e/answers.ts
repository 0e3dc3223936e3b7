// What clients were told, to be held against the ledger later: whatever was acknowledged must be there, whatever crashed.
import type { Trip } from '@lastmile/contracts';
import { isDomainError } from '@lastmile/errors';
import { waitFor } from '@lastmile/testing';

/** A state of a trip that somebody was told about. */
export interface Acknowledged {
  readonly tripId: string;
  readonly version: number;
  readonly status: string;
}

/** Nobody answered, or the race was lost: asked again with the same request id, as every client may. */
const AGAIN = ['unavailable', 'aborted'];
/** What people who race must expect. Any other refusal is a bug, ours or the test's. */
const RACE_LOST = ['failed_precondition', 'not_found'];

export class Answers {
  readonly trips: Acknowledged[] = [];
  readonly cancelledRideIds: string[] = [];
  /** How often each question was answered, and each reason for not answering or for a refusal was heard. */
  readonly heard = new Map<string, number>();
  /** Refusals that no race explains. */
  readonly surprises: string[] = [];

  /** Asks until there is an answer. Undefined when it is a refusal. */
  async ask<T>(what: string, call: () => Promise<T>): Promise<T | undefined> {
    const once = async () => {
      try {
        const answer = await call();
        this.count(what);
        return { answer };
      } catch (error) {
        if (!isDomainError(error)) throw error;
        const { kind, reason } = error;
        this.count(reason);
        if (AGAIN.includes(kind)) throw error;
        if (!RACE_LOST.includes(kind)) this.surprises.push(`${what}: ${kind} ${reason} ${error.message}`);
        return { answer: undefined };
      }
    };
    return (await waitFor(once, { what, timeoutSeconds: 60 })).answer;
  }

  /** The same for a command on a trip. */
  async askForTrip(what: string, call: () => Promise<{ trip?: Trip }>): Promise<void> {
    this.note((await this.ask(what, call))?.trip);
  }

  note(...trips: readonly (Trip | undefined)[]): void {
    for (const trip of trips) {
      if (!trip) continue;
      const { tripId, version, status } = trip;
      this.trips.push({ tripId, version: Number(version), status: status.replace('TRIP_STATUS_', '').toLowerCase() });
    }
  }

  private count(what: string): void {
    this.heard.set(what, (this.heard.get(what) ?? 0) + 1);
  }
}

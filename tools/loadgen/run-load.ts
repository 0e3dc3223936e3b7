// A whole run: sets the scene, calls, tells each second how it goes, clears up, reports.
import { randomUUID } from 'node:crypto';
import { status as Code } from '@grpc/grpc-js';
import { asService } from '@lastmile/auth';
import { MatchingServiceService } from '@lastmile/contracts';
import { isDomainError } from '@lastmile/errors';
import { createClient, type RpcClient } from '@lastmile/grpc';
import { drive } from './drive.js';
import type { LoadOptions } from './options.js';
import { liveLine, reportOf, type Report } from './report.js';
import { Scene, type Approach } from './scene.js';
import { Schedule } from './schedule.js';
import { Tally, type Outcome } from './tally.js';

export interface Surroundings {
  /** Ends the run early; what was measured is reported. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Throws DomainError when the scene cannot be set: a service does not answer, or is not where it was said to be. */
export async function runLoad(options: LoadOptions, { signal, say }: Surroundings): Promise<Report> {
  const { addresses, workers, stations, driversPerStation, plan } = options;
  const scene = new Scene(addresses);
  const matching = createClient(MatchingServiceService, { address: addresses.matching, service: 'loadgen' });
  try {
    say(`${stations} stations with ${driversPerStation} drivers each; ${workers} workers call ${addresses.matching}`);
    const approaches = await scene.set({ stations, driversPerStation });
    const schedule = new Schedule(plan);
    const tally = new Tally();
    const live = new LiveNumbers(plan.warmupSeconds, say);
    const endedMs = await drive({
      workers,
      schedule,
      signal,
      call: (index) => match(matching, approaches[index % approaches.length]!),
      onOutcome: (latencyMs, outcome, measured) => {
        live.add(latencyMs, outcome);
        if (measured) tally.add(latencyMs, outcome);
      },
    }).finally(() => live.stop());
    const seconds = Math.max(0, endedMs / 1000 - plan.warmupSeconds);
    const notSent = signal.aborted ? 0 : schedule.overdue(Infinity);
    return reportOf({ address: addresses.matching, workers, plan, tally, seconds, notSent });
  } finally {
    await scene.clear().catch((error: unknown) => say(`the drivers' routes stay open: ${(error as Error).message}`));
    matching.close();
    scene.close();
  }
}

async function match(client: RpcClient<typeof MatchingServiceService>, approach: Approach): Promise<Outcome> {
  let replica = 'unknown';
  const { driverId, stationId } = approach;
  const request = { requestId: randomUUID(), driverId, stationId, approaching: [...approach.approaching] };
  const onPeer = (address: string) => (replica = address);
  try {
    await client.match(request, { caller: asService('loadgen'), onPeer });
    return { replica };
  } catch (error) {
    return { replica, error: statusNameOf(error) };
  }
}

/** Of the call itself; a DomainError's kind says less. */
function statusNameOf(error: unknown): string {
  const { code } = (isDomainError(error) ? (error.cause ?? {}) : {}) as { code?: Code };
  return Code[code ?? Code.UNKNOWN] ?? 'UNKNOWN';
}

/** Says once a second what happened in it. */
class LiveNumbers {
  private second = 0;
  private tally = new Tally();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly warmupSeconds: number,
    private readonly say: (line: string) => void,
  ) {
    this.timer = setInterval(() => this.tick(), 1000);
  }

  add(latencyMs: number, outcome: Outcome): void {
    this.tally.add(latencyMs, outcome);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    this.second += 1;
    this.say(liveLine(this.second, this.second <= this.warmupSeconds, this.tally));
    this.tally = new Tally();
  }
}

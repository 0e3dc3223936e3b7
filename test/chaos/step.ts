// One fault on one target: it happens, the platform recovers, the city goes on, and the books are in order.
import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../e2e/audit.js';
import { countCompleted } from '../e2e/ledger.js';
import type { Fault } from './faults.js';
import type { LivingCity } from './living-city.js';
import { lingering } from './settling.js';
import type { Target } from './target.js';

/** From the end of the fault to a ride asked for and matched. */
export const RECOVERY_BOUND_SECONDS = 10;
const GIVE_UP_SECONDS = 60;
const SETTLED_WITHIN_SECONDS = 20;
const TRIPS_AFTERWARDS = 2;

export interface StepResult {
  readonly target: string;
  readonly fault: string;
  /** Undefined when it did not. */
  readonly recoverySeconds: number | undefined;
  /** Trips that simulated riders saw completed between the fault's end and the end of the step. */
  readonly trips: number;
  /** What is wrong; empty when all is well. */
  readonly problems: readonly string[];
}

export async function takeStep(living: LivingCity, target: Target, fault: Fault): Promise<StepResult> {
  const { city, probe } = living;
  const { adminUrl } = city.platform;
  await fault.strike(target);
  const ended = performance.now();
  const mending = fault.mend(target);
  const before = living.completed();

  const problems: string[] = [];
  const recoverySeconds = await probe.works(AbortSignal.timeout(GIVE_UP_SECONDS * 1_000)).then(
    () => (performance.now() - ended) / 1_000,
    (error: Error) => void problems.push(`did not recover: ${error.message}`),
  );
  await mending;
  await probe.clear();
  if (recoverySeconds !== undefined && recoverySeconds > RECOVERY_BOUND_SECONDS) problems.push('recovered too late');

  const deadline = Date.now() + GIVE_UP_SECONDS * 1_000;
  const trips = () => living.completed() - before;
  while (trips() < TRIPS_AFTERWARDS && Date.now() < deadline) await sleep(100);
  if (trips() < TRIPS_AFTERWARDS) problems.push('the city does not go on');

  problems.push(...(await audit(adminUrl)), ...(await lingering(adminUrl, SETTLED_WITHIN_SECONDS)));
  // What riders saw completed is what the ledger holds, or less: others were completed since they last looked.
  const seen = living.completed();
  const held = await countCompleted(adminUrl);
  if (held < seen) problems.push(`riders saw ${seen} completed trips, the ledger holds ${held}`);
  return { target: target.name, fault: fault.name, recoverySeconds, trips: trips(), problems };
}

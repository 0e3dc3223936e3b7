// What can happen to a part of the platform.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './target.js';

const LASTING_SECONDS = 10;

export interface Fault {
  readonly name: string;
  /** Default all targets. */
  readonly spares?: string;
  /** Resolves when the fault is over: the moment that recovery is counted from. */
  strike(target: Target): Promise<void>;
  /** Undoes it, or brings back what it took. */
  mend(target: Target): Promise<void>;
}

const lasting = (name: string, begin: (target: Target) => void, end: (target: Target) => void): Fault => ({
  name,
  async strike(target) {
    begin(target);
    await sleep(LASTING_SECONDS * 1_000);
  },
  mend: async (target) => end(target),
});

export const FAULTS: readonly Fault[] = [
  { name: 'killed', strike: async (target) => target.kill(), mend: (target) => target.start() },
  { name: 'restarted', strike: (target) => target.stop(), mend: (target) => target.start() },
  lasting(
    'paused',
    (target) => target.signal('SIGSTOP'),
    (target) => target.signal('SIGCONT'),
  ),
  lasting(
    'cut off',
    ({ wires }) => wires.forEach((wire) => wire.cut()),
    ({ wires }) => wires.forEach((wire) => wire.mend()),
  ),
  {
    name: 'forgotten',
    // Its callers are phones and browsers: how soon they give up a silent connection is theirs to decide.
    spares: 'gateway',
    strike: async ({ wires }) => wires.forEach((wire) => wire.forget()),
    mend: async () => undefined,
  },
];

// The rounds: every subject in turn under every load, so that whatever disturbs the machine disturbs all of them.
import { sum } from './statistics.js';
import type { Load } from './load.js';
import type { Subject } from './subjects.js';
import { Tally } from './tally.js';

export interface Subjects {
  readonly name: 'empty' | 'commit';
  /** Made by a Match, on average. */
  readonly trips: number;
  readonly subjects: Readonly<Record<Kind, Subject>>;
}

export const PARTS = ['echo', 'calls', 'sql'] as const;
/** The calls once more: by callers who prove who they are, and through TLS with a certificate on both sides. */
export const SECURED = ['proven', 'provenAnew', 'encrypted'] as const;
export const KINDS = ['match', 'skeleton', ...PARTS, ...SECURED] as const;
export type Kind = (typeof KINDS)[number];
const PACED_KINDS = ['match', 'skeleton'] as const;
export type PacedKind = (typeof PACED_KINDS)[number];

export interface Measured {
  readonly name: Subjects['name'];
  readonly trips: number;
  /** By kind, with one caller and with fifty in a closed loop. */
  readonly alone: Readonly<Record<Kind, Tally>>;
  readonly crowded: Readonly<Record<Kind, Tally>>;
  /** With fifty callers who think between their calls, below saturation: one for each of PACED_SHARES. */
  readonly paced: readonly Readonly<Record<PacedKind, Tally>>[];
}

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
export const CALLERS = 50;
/** How much of the rate that the closed loop shows the paced callers ask for. */
export const PACED_SHARES = [0.25, 0.5] as const;
const PACED_SECONDS = 4;
/** Of one round. A bare sequence is short, so there are more of them: processor time is counted in ticks of 10 ms. */
const ALONE: Record<Kind, Load> = {
  match: { callers: 1, calls: 50 },
  skeleton: { callers: 1, calls: 50 },
  echo: { callers: 1, calls: 400 },
  calls: { callers: 1, calls: 300 },
  proven: { callers: 1, calls: 300 },
  provenAnew: { callers: 1, calls: 100 },
  encrypted: { callers: 1, calls: 300 },
  sql: { callers: 1, calls: 50 },
};
const CROWDED: Record<Kind, Load> = {
  match: { callers: CALLERS, seconds: 2 },
  skeleton: { callers: CALLERS, seconds: 2 },
  echo: { callers: CALLERS, calls: 4000 },
  calls: { callers: CALLERS, calls: 1200 },
  proven: { callers: CALLERS, calls: 1200 },
  provenAnew: { callers: CALLERS, calls: 400 },
  encrypted: { callers: CALLERS, calls: 1200 },
  sql: { callers: CALLERS, calls: CALLERS },
};

export async function measureRounds(subjects: readonly Subjects[], say: (what: string) => void): Promise<Measured[]> {
  const tallies = () => Object.fromEntries(KINDS.map((kind) => [kind, new Tally()])) as Record<Kind, Tally>;
  const measured = subjects.map(({ name, trips }) => ({
    name,
    trips,
    alone: tallies(),
    crowded: tallies(),
    paced: PACED_SHARES.map(() => ({ match: new Tally(), skeleton: new Tally() })),
  }));
  for (const each of subjects) await warmUp(each);
  for (let round = 1; round <= ROUNDS; round++) {
    say(`round ${round} of ${ROUNDS}`);
    for (const [i, each] of subjects.entries()) {
      const mine = measured[i]!;
      for (const kind of KINDS) await measure(each.subjects[kind], ALONE[kind], mine.alone[kind]);
      for (const kind of KINDS) await measure(each.subjects[kind], CROWDED[kind], mine.crowded[kind]);
      for (const [j, share] of PACED_SHARES.entries()) {
        // A caller's turn is its call and its pause; the same pause for both, so that both are asked as often.
        const turnMs = (CALLERS * 1000) / (mine.crowded.match.callsPerSecond * share);
        const thinkMs = Math.max(0, turnMs - mine.alone.match.latency(0.5));
        const load = { callers: CALLERS, seconds: PACED_SECONDS, thinkMs };
        for (const kind of PACED_KINDS) await measure(each.subjects[kind], load, mine.paced[j]![kind]);
      }
    }
  }
  return measured;
}

/** Code gets compiled, connections opened, caches filled. */
async function warmUp({ subjects }: Subjects): Promise<void> {
  for (const kind of PACED_KINDS) {
    await subjects[kind].run({ callers: 1, calls: 200 });
    await subjects[kind].run({ callers: CALLERS, seconds: 6 });
  }
  for (const kind of [...PARTS, ...SECURED]) {
    for (let i = 0; i < 3; i++) await subjects[kind].run(CROWDED[kind]);
  }
}

async function measure(subject: Subject, load: Load, tally: Tally): Promise<void> {
  const before = subject.cpu();
  const run = await subject.run(load);
  const after = subject.cpu();
  if (sum(Object.values(after)) < sum(Object.values(before))) throw new Error('a process was replaced meanwhile');
  tally.add(run, Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)])));
}

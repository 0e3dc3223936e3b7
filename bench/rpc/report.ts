// The tables that the bench prints.
import { CALLERS, PACED_SHARES, PARTS, SECURED, type Kind, type Measured } from './rounds.js';
import { median, sum } from './statistics.js';
import type { Tally } from './tally.js';

const TARGETS = { ratio: 1.3, commitMs: 12, tail: 4, provenPercent: 3 } as const;
const TITLES: Record<Measured['name'], string> = {
  empty: 'Match at an empty station (5 drivers approach)',
  commit: 'Match that plans 5 drivers x 20 riders and commits',
};

export function report(measured: readonly Measured[]): void {
  for (const each of measured) {
    console.log(`\n${TITLES[each.name]}${each.trips > 0 ? `, ${each.trips.toFixed(1)} trips on average` : ''}\n`);
    printSubjects(each);
    printShares(each);
    printRatios(each);
  }
}

function printSubjects({ alone, crowded, paced }: Measured): void {
  console.log('                                     p50 ms   p99 ms    per s   CPU ms per call');
  const line = (title: string, tally: Tally) =>
    console.log(
      title.padEnd(34) +
        number(tally.latency(0.5), 9) +
        number(tally.latency(0.99), 9) +
        number(tally.callsPerSecond, 9, 0) +
        number(tally.totalCpu, 12),
    );
  line('match, 1 caller', alone.match);
  line(`match, ${CALLERS} callers, closed loop`, crowded.match);
  for (const [i, { match }] of paced.entries()) line(`match, ${CALLERS} callers ${pace(i)}`, match);
  line('skeleton, 1 caller', alone.skeleton);
  line(`skeleton, ${CALLERS} callers, closed loop`, crowded.skeleton);
  for (const [i, { skeleton }] of paced.entries()) line(`skeleton, ${CALLERS} callers ${pace(i)}`, skeleton);
  const bare = [...PARTS, ...SECURED];
  for (const kind of bare) line(`bare ${kind}, 1 caller`, alone[kind]);
  for (const kind of bare) line(`bare ${kind}, ${CALLERS} callers`, crowded[kind]);
}

function printShares({ alone, crowded }: Measured): void {
  const share = ([name, ms]: [string, number]) => `${name} ${ms.toFixed(2)}`;
  for (const [callers, kinds] of [
    [1, alone],
    [CALLERS, crowded],
  ] as const) {
    console.log(`CPU ms of a match, ${callers} callers: ${Object.entries(kinds.match.cpu).map(share).join(', ')}`);
    console.log(`  of the skeleton: ${Object.entries(kinds.skeleton.cpu).map(share).join(', ')}`);
    console.log(`  of bare calls: ${Object.entries(kinds.calls.cpu).map(share).join(', ')}`);
    console.log(`  of bare sql: ${Object.entries(kinds.sql.cpu).map(share).join(', ')}`);
  }
}

function printRatios({ name, alone, crowded, paced }: Measured): void {
  const verdict = (what: string, value: number, target: number, unit = '') =>
    console.log(`${what}: ${value.toFixed(2)}${unit} (target ${target}${unit}: ${value <= target ? 'met' : 'missed'})`);
  verdict('CPU of a match / its bare parts, 1 caller', cpuRatio(alone, PARTS), TARGETS.ratio);
  verdict(`CPU of a match / its bare parts, ${CALLERS} callers`, cpuRatio(crowded, PARTS), TARGETS.ratio);
  verdict('latency of a match / its bare parts, 1 caller', latencyRatio(alone, PARTS), TARGETS.ratio);
  for (const [callers, kinds] of [
    [1, alone],
    [CALLERS, crowded],
  ] as const) {
    verdict(
      `proving callers, share of a match's CPU, ${callers} callers`,
      addedPercent(kinds, 'proven'),
      TARGETS.provenPercent,
      '%',
    );
    console.log(`  with a token signed and verified for every call: ${addedPercent(kinds, 'provenAnew').toFixed(2)}%`);
    console.log(
      `TLS between services, share of a match's CPU, ${callers} callers: ${addedPercent(kinds, 'encrypted').toFixed(2)}%`,
    );
  }
  const skeleton = ['skeleton'] as const;
  console.log(
    `beside the skeleton: CPU ${cpuRatio(alone, skeleton).toFixed(2)} with 1 caller, ${cpuRatio(crowded, skeleton).toFixed(2)} with ${CALLERS}; ` +
      `latency ${latencyRatio(alone, skeleton).toFixed(2)}`,
  );
  if (name === 'commit') verdict('median of an unloaded match', alone.match.latency(0.5), TARGETS.commitMs, ' ms');
  for (const [i, { match, skeleton }] of paced.entries()) {
    const percent = Math.round((100 * match.callsPerSecond) / crowded.match.callsPerSecond);
    verdict(`p99 / p50, ${CALLERS} callers ${pace(i)} (were ${percent}%)`, tail(match), TARGETS.tail);
    console.log(`  of the skeleton: ${tail(skeleton).toFixed(2)}`);
  }
}

const pace = (i: number): string => `at ${100 * (PACED_SHARES[i] ?? NaN)}% of that`;
const tail = (tally: Tally): number => tally.latency(0.99) / tally.latency(0.5);

type Kinds = Measured['alone'];

/** Medians over the rounds, each compared within itself. */
const latencyRatio = (kinds: Kinds, to: readonly Kind[]): number => ratio(kinds, to, ({ medians }) => medians);
const cpuRatio = (kinds: Kinds, to: readonly Kind[]): number => ratio(kinds, to, ({ cpuByRound }) => cpuByRound);

/** What the calls cost more when they are secured in this way, as a percentage of the Match; the median over the rounds. */
function addedPercent(kinds: Kinds, secured: (typeof SECURED)[number]): number {
  const bare = kinds.calls.cpuByRound;
  const more = kinds[secured].cpuByRound.map((ms, round) => ms - (bare[round] ?? NaN));
  return median(kinds.match.cpuByRound.map((ms, round) => (100 * (more[round] ?? NaN)) / ms));
}

function ratio(kinds: Kinds, to: readonly Kind[], byRound: (tally: Tally) => readonly number[]): number {
  const parts = to.map((kind) => byRound(kinds[kind]));
  return median(byRound(kinds.match).map((ms, round) => ms / sum(parts.map((part) => part[round] ?? NaN))));
}

const number = (value: number, width: number, digits = 2): string => value.toFixed(digits).padStart(width);

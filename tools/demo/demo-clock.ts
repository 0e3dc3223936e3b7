// The demo's day: a weekday's evening peak, at a speed at which something happens; kept when the data is kept.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clockFromEnv, type Clock } from '@lastmile/config';
import { DateTime } from 'luxon';

const ZONE = 'America/New_York';
const START_HOUR = 17;

/** A clock with the text that makes other processes share it. */
export interface DemoClock {
  text: string;
  clock: Clock;
}

/** The evening peak of the nearest weekday from today. Pure but for its argument. */
export function eveningPeak(wallNow: Date): DateTime {
  const evening = DateTime.fromJSDate(wallNow, { zone: ZONE }).set({
    hour: START_HOUR,
    minute: 0,
    second: 0,
    millisecond: 0,
  });
  const weekend = Math.max(0, 8 - evening.weekday);
  return evening.weekday > 5 ? evening.plus({ days: weekend }) : evening;
}

/**
 * The clock of a demo run. `LASTMILE_CLOCK` wins; a kept run goes on where the last one stopped, since time never runs
 * back under stored data; otherwise the evening peak.
 */
export function demoClock(directory: string, speed: number, keep: boolean, env = process.env): DemoClock {
  const anchor = new Date().toISOString();
  const given = env.LASTMILE_CLOCK;
  if (given) return shared(given.split('@').length === 2 ? `${given}@${anchor}` : given);
  const start = (keep && lastMoment(directory)) || eveningPeak(new Date()).toISO();
  return shared(`${start}@${speed}@${anchor}`);
}

/** Remembers the moment, for the next run with kept data. */
export function rememberMoment(directory: string, moment: Date): void {
  writeFileSync(momentFile(directory), JSON.stringify({ time: moment }));
}

const shared = (text: string): DemoClock => ({ text, clock: clockFromEnv({ LASTMILE_CLOCK: text }) });
const momentFile = (directory: string): string => join(directory, 'demo-clock.json');

function lastMoment(directory: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(momentFile(directory), 'utf8')) as { time: string }).time;
  } catch {
    return undefined; // no run before this one
  }
}

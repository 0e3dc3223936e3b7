// `npm run demo`: the whole platform, a real timetable, and a simulated city that uses it, until Ctrl-C.
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { useIdentity } from '@lastmile/grpc';
import { stopLocalPostgres } from '@lastmile/local-postgres';
import { importFeed } from '../import/import-feed.js';
import { built } from '../launcher/built.js';
import { UNLIMITED } from '../launcher/unlimited.js';
import { startPlatform, type Platform } from '../launcher/platform.js';
import { Supervised } from '../launcher/supervised.js';
import { identityOf } from '../service-keys/key-files.js';
import type { SimulatorReport } from '../simulate/report.js';
import { demoClock, rememberMoment } from './demo-clock.js';
import { DemoOperator, OPERATOR } from './operator.js';
import { formatStatus, StatusWriter } from './status.js';

const FEED = 'data/nyc-subway-7.gtfs.zip';
const AREAS = 'data/nyc-subway-7.areas.csv';
const SIMULATOR = built('tools/simulate/main.js');
const REFRESH_MS = 1_000;
/** A platform that idles is asked seldom, so that watching costs nothing. */
const IDLE_REFRESH_MS = 15_000;

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number from 0');
  return value;
};
const speedOf = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 1_000)) throw new InvalidArgumentError('expected a number from 0.1 to 1000');
  return value;
};

const options = new Command('demo')
  .description('The whole platform with simulated riders and drivers.')
  .option('--exit-after-trips <n>', 'stop, successfully, once so many trips were completed', whole)
  .option('--keep', 'go on with the data of the last run')
  .option('--no-sim', 'the platform alone, in real time')
  .option('--speed <x>', 'how fast the demo clock runs (default 20, or 1 with --no-sim)', speedOf)
  .option('--seed <n>', 'repeat the city of another run', whole, 7)
  .option('--riders <n>', 'how many riders', whole, 40)
  .option('--drivers <n>', 'how many drivers', whole, 14)
  .option('--directory <path>', 'where data and logs are kept', '.lastmile')
  .parse()
  .opts<{
    exitAfterTrips?: number;
    keep?: boolean;
    sim: boolean;
    speed?: number;
    seed: number;
    riders: number;
    drivers: number;
    directory: string;
  }>();

const screen = new StatusWriter(process.stdout);
const restarts: Record<string, number> = {};
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

/** Everything the demo started, last first. */
const cleanups: (() => Promise<void>)[] = [];
try {
  await run();
} catch (error) {
  if (!stop.signal.aborted) {
    screen.say(`demo: ${(error as Error).message}`);
    process.exitCode = 1;
  }
} finally {
  screen.say('stopping …');
  for (const cleanup of cleanups.reverse()) await cleanup();
  screen.say('stopped; nothing is left running');
}

async function run(): Promise<void> {
  const started = Date.now();
  const directory = resolve(options.directory);
  if (!options.keep) {
    await stopLocalPostgres(join(directory, 'postgres'));
    for (const part of ['postgres', 'logs', 'demo-clock.json'])
      rmSync(join(directory, part), { recursive: true, force: true });
  }
  mkdirSync(directory, { recursive: true });
  const { clock, text } = demoClock(directory, options.speed ?? 20, options.keep ?? false);
  const simulated = options.sim || options.speed !== undefined || options.keep || process.env.LASTMILE_CLOCK;

  screen.say('starting PostgreSQL and the services …');
  const platform = await startPlatform({
    directory,
    clock: simulated ? text : undefined,
    envOf: {
      // Hashing a password costs what it should in production; a demo signs up a whole city at once.
      user: { OPERATOR_EMAIL: OPERATOR.email, OPERATOR_PASSWORD: OPERATOR.password, ARGON2_MEMORY_KIB: '1024' },
      gateway: { ...UNLIMITED },
    },
    onDeath: (name, cause) => {
      restarts[name] = (restarts[name] ?? 0) + 1;
      screen.say(`${name} died (${cause}); starting it again`);
    },
  });
  cleanups.push(() => platform.stop());
  stop.signal.throwIfAborted();
  useIdentity(identityOf(platform.keyDirectory, 'import'));
  const imported = await importFeed({ address: platform.addressOf('station'), gtfs: FEED, stationAreas: AREAS });
  for (const warning of imported.warnings) screen.say(`timetable: ${warning}`);
  screen.say(`ready after ${((Date.now() - started) / 1_000).toFixed(1)} s`);
  greet(platform);

  let report: SimulatorReport | undefined;
  if (options.sim) {
    const simulator = simulate(platform, text, (latest) => (report = latest), directory);
    simulator.start();
    cleanups.push(() => simulator.stop());
  }
  const operator = new DemoOperator(platform.baseUrl, stop.signal);
  const done = () => options.exitAfterTrips !== undefined && (report?.completed ?? 0) >= options.exitAfterTrips;
  while (!stop.signal.aborted && !done()) {
    const counts = await operator.counts().catch(() => undefined);
    screen.show(formatStatus({ counts, report, footprint: platform.footprint(), restarts }));
    if (simulated) rememberMoment(directory, clock.now());
    await sleep(options.sim ? REFRESH_MS : IDLE_REFRESH_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  if (done())
    screen.say(
      `completed ${report?.completed} trips, ${((Date.now() - started) / 1_000).toFixed(0)} s after the start`,
    );
}

function simulate(
  platform: Platform,
  clock: string,
  onReport: (report: SimulatorReport) => void,
  directory: string,
): Supervised {
  return new Supervised({
    name: 'simulator',
    entry: SIMULATOR,
    args: [
      '--url',
      platform.baseUrl,
      ...['seed', 'riders', 'drivers'].flatMap((key) => [`--${key}`, String(options[key as 'seed'])]),
    ],
    env: { PATH: process.env.PATH ?? '', LASTMILE_CLOCK: clock },
    logDirectory: join(directory, 'logs'),
    onMessage: (message) => onReport(message as SimulatorReport),
    onDeath: (cause) => screen.say(`the simulator died (${cause}); starting it again`),
  });
}

function greet(platform: Platform): void {
  screen.say(`
  public API   ${platform.baseUrl}/v1/…    documented at ${platform.baseUrl}/docs
  operator     ${OPERATOR.email}   password ${OPERATOR.password}
  a rider      rider-1@riders.example   password take-the-last-mile
  a driver     driver-1@riders.example   password take-the-last-mile
  logs         ${options.directory}/logs      stop with Ctrl-C
`);
}

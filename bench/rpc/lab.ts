// The services of a Match on this machine, started twice over the same database: once to see what a Match does, then plain.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clockFromEnv } from '@lastmile/config';
import { useIdentity } from '@lastmile/grpc';
import { KeyRing } from '@lastmile/testing';
import { importFeed } from '../../tools/import/import-feed.js';
import { startPlatform, type Platform } from '../../tools/launcher/platform.js';
import { readPrivateKeys } from '../../tools/service-keys/key-files.js';
import { BenchDatabase } from './database.js';
import { FEED_ID, writeFeed } from './feed.js';
import { NODE_FLAGS } from './node-flags.js';
import { RawClient } from './raw-client.js';
import { RECORD_DIRECTORY, RECORDED, readRecordings } from './recording.js';
import { checkSeen, match, tripsOf, type KnownMatch, type Scenario, type SeenMatch } from './scenario.js';
import { StationMaker, type BusyStation, type Crowd } from './stations.js';

export const SERVICES = ['user', 'driver', 'rider', 'station', 'trip', 'matching'] as const;
/** The services' own default; the launcher runs with fewer. */
export const POOL_MAX = 5;
/** Stations made at a time. */
const LANES = 8;

export interface LabOptions {
  readonly directory: string;
  /** `LASTMILE_CLOCK`: a fixed evening, so that every run plans the same. */
  readonly clock: string;
  readonly recordTo?: string;
}

export function startServices({ directory, clock, recordTo }: LabOptions): Promise<Platform> {
  const record = recordTo && {
    [RECORD_DIRECTORY]: recordTo,
    NODE_OPTIONS: `--import=${new URL('./recorder.js', import.meta.url).href}`,
  };
  const ring = new KeyRing((service) => readPrivateKeys(join(directory, 'service-keys'), service));
  useIdentity(ring);
  const env = { DATABASE_POOL_MAX: String(POOL_MAX), ...ring.env, ...(record || {}) };
  return startPlatform({
    directory,
    clock,
    freePorts: true,
    replicas: {},
    only: SERVICES,
    envOf: Object.fromEntries(SERVICES.map((service) => [service, env])),
    nodeFlags: NODE_FLAGS,
  });
}

/** Unlike the platform's own `stop` this leaves the database running. */
export async function stopServices(platform: Platform): Promise<void> {
  await Promise.all(platform.processes().map((process) => process.stop()));
}

export const matchingOf = (platform: Platform): RawClient =>
  new RawClient(platform.addressOf('matching').replace('ipv4:', ''));

/** Makes the stations of every kind, in the order given. */
export async function makeStations(
  options: LabOptions,
  platform: Platform,
  crowds: readonly Crowd[],
): Promise<BusyStation[]> {
  const feed = join(options.directory, 'feed');
  await writeFeed(feed, crowds.length);
  await importFeed({ address: platform.addressOf('station'), gtfs: feed, feedId: FEED_ID });
  const now = clockFromEnv({ LASTMILE_CLOCK: options.clock }).now();
  const maker = new StationMaker((service) => platform.addressOf(service), now);
  const stations: BusyStation[] = [];
  let next = 0;
  const lane = async () => {
    while (next < crowds.length) {
      const index = next++;
      stations[index] = await maker.make(index, crowds[index] as Crowd);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  maker.close();
  return stations;
}

export interface Observed {
  readonly scenario: Scenario;
  /** One for each station. */
  readonly matches: readonly KnownMatch[];
}

/** Makes one Match at each station and tells what it did; leaves the stations as they were. */
export async function observe(
  platform: Platform,
  { name, stations }: Scenario,
  database: BenchDatabase,
  recordings: string,
): Promise<Observed> {
  const client = matchingOf(platform);
  const seen: { station: BusyStation; made: SeenMatch }[] = [];
  for (const station of stations) seen.push(await suitableMatch(client, name, station));
  client.close();
  await database.reset(...stations);
  const known = readRecordings(recordings);
  const matches = seen.map(({ made }): KnownMatch => {
    const recording = known.get(made.requestId);
    if (!recording) throw new Error('a Match was not recorded');
    return { ...made, ...recording };
  });
  const scenario = { name, stations: seen.map(({ station }) => station) };
  checkSeen(scenario, matches);
  return { scenario, matches };
}

/** A plan may leave a car empty: then another of the station's drivers calls. */
async function suitableMatch(client: RawClient, name: Scenario['name'], station: BusyStation) {
  for (let turns = 0; ; turns++) {
    const approaching = [...station.approaching.slice(turns), ...station.approaching.slice(0, turns)];
    const turned = { ...station, approaching };
    const made = await match(client, turned, RECORDED);
    const isLast = turns + 1 === approaching.length;
    if (name === 'empty' || isLast || tripsOf(made) > 0) return { station: turned, made };
  }
}

export function newDirectory(parent: string, name: string): string {
  const directory = join(parent, name);
  mkdirSync(directory);
  return directory;
}

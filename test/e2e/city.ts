// A whole platform on free ports with the demo timetable, on a fixed evening that goes by faster than life.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockFromEnv, type Clock } from '@lastmile/config';
import { useIdentity } from '@lastmile/grpc';
import { KeyRing } from '@lastmile/testing';
import { importFeed } from '../../tools/import/import-feed.js';
import { readPrivateKeys } from '../../tools/service-keys/key-files.js';
import { startPlatform, type Platform, type PlatformOptions } from '../../tools/launcher/platform.js';
import { UNLIMITED } from '../../tools/launcher/unlimited.js';
import type { Position } from '../../tools/simulate/api.types.js';

/** A platform with its timetable, and the means to stop and start it over the same data. */
export interface E2eCity {
  platform: Platform;
  readonly directory: string;
  /** Keys of its services and of its user service: a test's own calls are made with them. */
  readonly ring: KeyRing;
  /** `LASTMILE_CLOCK` of its processes. */
  readonly clockText: string;
  clock: Clock;
  /** Starts the platform again over the same data; call after killing or stopping it. */
  restart(): Promise<void>;
  /** Stops everything and removes the data. */
  destroy(): Promise<void>;
}

export const OPERATOR = { email: 'operator@people.example', password: 'operator-of-the-city' };
/**
 * @param speed how fast the evening goes by; an offer lasts 20 seconds of it
 * @param more what a test needs beside it: fewer services, more replicas
 */
export async function startCity(speed = 10, more: Partial<PlatformOptions> = {}): Promise<E2eCity> {
  const directory = mkdtempSync(join(tmpdir(), 'lastmile-e2e-'));
  const ring = new KeyRing((service) => readPrivateKeys(join(directory, 'service-keys'), service));
  useIdentity(ring);
  const text = `2026-09-23T17:00:00-04:00@${speed}@${new Date().toISOString()}`;
  const user = {
    ...ring.env,
    OPERATOR_EMAIL: OPERATOR.email,
    OPERATOR_PASSWORD: OPERATOR.password,
    ARGON2_MEMORY_KIB: '1024',
    ...more.envOf?.user,
  };
  const gateway = { ...UNLIMITED, ...more.envOf?.gateway };
  const envOf = { ...more.envOf, user, gateway };
  const start = () => startPlatform({ directory, clock: text, freePorts: true, ...more, envOf });
  const city: E2eCity = {
    directory,
    ring,
    clockText: text,
    platform: await start(),
    clock: clockFromEnv({ LASTMILE_CLOCK: text }),
    async restart() {
      city.platform = await start();
    },
    async destroy() {
      await city.platform.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await importFeed({
    address: city.platform.addressOf('station'),
    gtfs: 'data/nyc-subway-7.gtfs.zip',
    stationAreas: 'data/nyc-subway-7.areas.csv',
  });
  return city;
}

/** A point so many metres north of another. */
export const northOf = (place: Position, meters: number): Position => ({
  latitude: place.latitude + meters / 111_195,
  longitude: place.longitude,
});

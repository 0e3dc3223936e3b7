/** The station service to import into: the one that runs, or one of our own for the duration. */
import { join } from 'node:path';
import { StationServiceService } from '@lastmile/contracts';
import { isDomainError } from '@lastmile/errors';
import { createClient, identityFromEnv, serve, useIdentity, type ProcessIdentity } from '@lastmile/grpc';
import { LOCAL_DIRECTORY, startLocalPostgres } from '@lastmile/local-postgres';
import { migrate } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { StationModule } from '../../apps/station/src/station.module.js';
import { localPort } from '../launcher/local-port.js';
import { identityOf, makeServiceKeys } from '../service-keys/key-files.js';

export interface StationForImport {
  /** A gRPC target. */
  readonly address: string;
  /** Where it is, for people. */
  readonly description: string;
  close(): Promise<void>;
}

const DEFAULT_ADDRESS = `ipv4:127.0.0.1:${localPort(50056)}`;

/**
 * Connects to STATION_ADDRESS, or to the default one. When nothing answers at the default, starts the station service
 * here, on DATABASE_URL or else the local PostgreSQL. An address that was given must answer.
 */
export async function stationForImport(env = process.env): Promise<StationForImport> {
  useIdentity(identityForImport(env));
  const address = env.STATION_ADDRESS ?? DEFAULT_ADDRESS;
  if (await answers(address, env.STATION_ADDRESS !== undefined)) {
    return { address, description: `the station service at ${address}`, close: () => Promise.resolve() };
  }
  return env.DATABASE_URL ? ownStation('DATABASE_URL', () => Promise.resolve()) : stationOnLocalPostgres();
}

/**
 * The keys that the environment names; else those of a platform that was started here, which are made when there are none
 * yet. A station service of our own is called by nobody else, and for no person.
 */
function identityForImport(env: Record<string, string | undefined>): ProcessIdentity {
  const directory = join(LOCAL_DIRECTORY, '..', 'service-keys');
  if (!env.SERVICE_KEY_FILE) makeServiceKeys(directory, ['import']);
  const identity = env.SERVICE_KEY_FILE ? identityFromEnv(env) : identityOf(directory, 'import');
  return {
    ...identity,
    personTokens: { keys: () => Promise.reject(new Error('no person')), issuer: '', audience: '' },
  };
}

async function stationOnLocalPostgres(): Promise<StationForImport> {
  const postgres = await startLocalPostgres({ directory: LOCAL_DIRECTORY });
  const stop = () => (postgres.started ? postgres.stop() : Promise.resolve());
  try {
    await migrate({ adminUrl: postgres.adminUrl, passwordFor: postgres.passwordFor, services: ['station'] });
    process.env.DATABASE_URL = postgres.urlFor('station');
    return await ownStation(`the local PostgreSQL on port ${postgres.port}`, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ownStation(database: string, stopDatabase: () => Promise<void>): Promise<StationForImport> {
  const logger = createLogger({ service: 'station', level: 'error' });
  const definitions = [StationServiceService];
  const station = await serve({
    service: 'station',
    definitions,
    module: StationModule,
    port: 0,
    host: '127.0.0.1',
    logger,
  });
  return {
    address: `ipv4:127.0.0.1:${station.port}`,
    description: `${database}, no station service is running`,
    close: async () => {
      await station.stop();
      await stopDatabase();
    },
  };
}

async function answers(address: string, required: boolean): Promise<boolean> {
  const client = createClient(StationServiceService, { address, service: 'import' });
  try {
    await client.listTimetables({}, { deadlineMs: 3000 });
    return true;
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'unavailable') throw error;
    if (required) throw new Error(`no station service answers at ${address}`, { cause: error });
    return false;
  } finally {
    client.close();
  }
}

// The station service on a database of its own, with a folder for uploads and a client.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StationServiceService } from '@lastmile/contracts';
import { createClient, type RpcClient } from '@lastmile/grpc';
import { startService, type TestDatabase, testDatabase } from '@lastmile/testing';
import { StationModule } from '../src/station.module.js';

export const LINE_7 = 'data/nyc-subway-7.gtfs.zip';
export const OPERATOR = { userId: 'op', roles: ['operator' as const] };
export const RIDER = { userId: 'r', roles: ['rider' as const] };

export interface StartedStation {
  readonly db: TestDatabase;
  /** For clients and `importFeed`. */
  readonly address: string;
  readonly client: RpcClient<typeof StationServiceService>;
  /** Names of the files that uploads have left so far. */
  spooled(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startStation(): Promise<StartedStation> {
  const db = await testDatabase('station');
  const uploads = await mkdtemp(join(tmpdir(), 'uploads-'));
  const service = await startService(
    { service: 'station', definitions: [StationServiceService], module: StationModule },
    { DATABASE_URL: db.url, UPLOAD_DIRECTORY: uploads },
  );
  const client = createClient(StationServiceService, { address: service.address, service: 'gateway' });
  return {
    db,
    address: service.address,
    client,
    spooled: () => readdir(uploads),
    async stop() {
      client.close();
      await service.stop();
      await db.close();
      await rm(uploads, { recursive: true });
    },
  };
}

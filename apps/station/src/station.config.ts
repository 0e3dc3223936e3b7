/** The environment of the station service as a typed object. Throws ConfigError, which names the key. */
import { tmpdir } from 'node:os';
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { z } from 'zod';

export class StationConfig {
  readonly port: number;
  readonly drainSeconds: number;
  /** UPLOAD_DIRECTORY: where uploads are kept until they are imported; up to 256 MiB each. */
  readonly uploadDirectory: string;

  constructor(env = process.env) {
    const config = loadConfig({ ...serverKeys(50056), UPLOAD_DIRECTORY: z.string().min(1).default(tmpdir()) }, env);
    this.port = config.GRPC_PORT;
    this.drainSeconds = config.DRAIN_SECONDS;
    this.uploadDirectory = config.UPLOAD_DIRECTORY;
  }
}

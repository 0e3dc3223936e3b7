/** Environment → typed settings of the station service. */
import { tmpdir } from 'node:os';
import { loadConfig } from '@lastmile/config';
import { z } from 'zod';

export class StationConfig {
  /** UPLOAD_DIRECTORY: where uploads are kept until they are imported; up to 256 MiB each. */
  readonly uploadDirectory: string;

  constructor(env = process.env) {
    this.uploadDirectory = loadConfig({ UPLOAD_DIRECTORY: z.string().min(1).default(tmpdir()) }, env).UPLOAD_DIRECTORY;
  }
}

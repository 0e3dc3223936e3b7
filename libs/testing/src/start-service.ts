// A whole service in the test's own process: its Nest module behind real gRPC on a free port.
import { serve, type ServeOptions } from '@lastmile/grpc';
import { createLogger } from '@lastmile/telemetry';

export interface StartedService {
  readonly port: number;
  /** For `createClient` or another service's `<SERVICE>_ADDRESS`. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Boots with `env` merged into the environment while the service reads it, for example `{ DATABASE_URL: test.url,
 * TRIP_ADDRESS: trip.address }`. Start services one after another, because they share one environment.
 */
export async function startService(
  options: Omit<ServeOptions, 'port' | 'logger'>,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedService> {
  const before = Object.fromEntries(Object.keys(env).map((key) => [key, process.env[key]]));
  Object.assign(process.env, env);
  try {
    const logger = createLogger({ service: options.service, level: 'silent' });
    const { port, stop } = await serve({ ...options, host: '127.0.0.1', port: 0, logger });
    return { port, address: `ipv4:127.0.0.1:${port}`, stop };
  } finally {
    for (const [key, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  }
}

// What surrounds a service in its process: one readable line when it cannot start, a clean exit when told to stop.
import { ConfigError } from '@lastmile/config';
import { createLogger, type Logger } from '@lastmile/telemetry';
import { StartupError } from './startup-error.js';

/** Something that runs until it is stopped. `stop` finishes what is in flight and releases everything. */
export interface Running {
  stop(): Promise<void>;
}

/**
 * The whole of a `main.ts`: `await bootstrap('trip', async (logger) => serve({ … }))`.
 *
 * Exit codes: 0 after SIGTERM or SIGINT, 1 when it cannot start, cannot stop, or an error escapes everything else. What
 * an operator can put right (ConfigError, StartupError) is one line on standard error; other errors come with a stack.
 */
export async function bootstrap(service: string, start: (logger: Logger) => Promise<Running>): Promise<void> {
  const logger = createLogger({ service });
  const die = (error: unknown, what: string): never => {
    if (isForOperators(error)) process.stderr.write(`${service}: ${error.message.replace(/\s*\n\s*/g, ' ')}\n`);
    else logger.fatal({ err: error }, what);
    process.exit(1);
  };
  process.on('uncaughtException', (error) => die(error, 'uncaught exception'));
  process.on('unhandledRejection', (error) => die(error, 'unhandled rejection'));

  const told = new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  const starting = start(logger).catch((error: unknown) => die(error, 'cannot start'));
  // A start may wait for a database; nothing is in flight before it is over.
  const running = await Promise.race([starting, told.then(() => undefined)]);
  const signal = await told;
  if (!running) {
    logger.info({ signal }, 'stopped before it had started');
    process.exit(0);
  }
  logger.info({ signal }, 'stopping');
  await running.stop().catch((error: unknown) => die(error, 'cannot stop'));
  logger.info('stopped');
  process.exit(0);
}

const isForOperators = (error: unknown): error is Error =>
  error instanceof ConfigError || error instanceof StartupError;

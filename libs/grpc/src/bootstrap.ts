// The process around a service: one readable line when it cannot start, a clean exit when it is told to stop.
import { ConfigError } from '@lastmile/config';
import { createLogger, type Logger } from '@lastmile/telemetry';
import { StartupError } from './startup-error.js';

/** Something that runs until it is stopped. `stop` completes running work and releases all resources. */
export interface Running {
  stop(): Promise<void>;
}

/**
 * A complete `main.ts`: `await bootstrap('trip', async (logger) => serve({ … }))`.
 *
 * Exit codes: 0 after SIGTERM or SIGINT; 1 when it cannot start or stop, or after an uncaught error. Errors that an
 * operator can fix (ConfigError, StartupError) are one line on standard error; others have a stack.
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
  // A start may be waiting for the database. Until it is complete there is no work to finish.
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

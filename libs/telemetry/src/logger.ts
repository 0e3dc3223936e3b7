// Structured logs: one JSON object per line on standard output, with the request id and without secrets.
import pino, { type DestinationStream, type Level } from 'pino';
import { redact, redactText } from './redact.js';
import { requestContext } from './request-context.js';

/** The part of pino the code uses: `logger.info({ trip_id }, 'trip offered')`. */
export type Logger = Pick<pino.Logger, Level> & { child(bindings: Record<string, unknown>): Logger };

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * A logger for one process. The level comes from LOG_LEVEL (default `info`; an unknown level counts as `info`, since it
 * is no reason not to start). `destination` is for tests.
 */
export function createLogger(
  { service, level = process.env.LOG_LEVEL }: { service: string; level?: string },
  destination?: DestinationStream,
): Logger {
  const options: pino.LoggerOptions = {
    level: level !== undefined && LEVELS.includes(level) ? level : 'info',
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: redact,
    },
    serializers: { err: (error: Error) => redact({ ...pino.stdSerializers.err(error) }) },
    hooks: {
      logMethod(args: unknown[], method) {
        const [about, ...words] = args;
        const { err } = (typeof about === 'object' && about !== null ? about : {}) as { err?: unknown };
        // Without a text pino would use the error's message, which is not redacted.
        if (words.length === 0 && err instanceof Error) words.push(err.message);
        const redacted = [about, ...words].map((each) => (typeof each === 'string' ? redactText(each) : each));
        method.apply(this, redacted as Parameters<typeof method>);
      },
    },
    mixin: () => {
      const requestId = requestContext()?.requestId;
      return requestId === undefined ? {} : { request_id: requestId };
    },
  };
  // Synchronous: pino's default may write the last lines before an exit out of order.
  return redactingChildren(pino(options, destination ?? pino.destination({ fd: 1, sync: true })));
}

/** Pino does not pass a child's bindings to its formatters; children inherit this `child` from their prototype. */
function redactingChildren(root: pino.Logger): Logger {
  const child = root.child as (this: Logger, bindings: Record<string, unknown>) => Logger;
  const logger: Logger = root;
  logger.child = function (this: Logger, bindings) {
    return child.call(this, redact(bindings));
  };
  return logger;
}

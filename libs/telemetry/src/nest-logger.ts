// Writes Nest's own messages through our logger, so that a process has only one log format.
import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

const BOOT_FAILURE = 'ExceptionHandler';

/**
 * For `NestFactory.create(…, { logger: new NestLogger(logger) })`: then `new Logger(TheClass.name)` of `@nestjs/common`
 * writes through ours. Nest's own messages at boot become `debug`; our lines, which are an object and a text, keep
 * their level.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(isFields(message) && rest.length > 1 ? 'info' : 'debug', message, rest);
  }

  /** An error that ends the boot is logged once, by `bootstrap`, and not here as well. */
  error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) === BOOT_FAILURE) return;
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /**
   * Nest passes the name of the logging class last, and for errors a stack before it. Our own lines are an object with
   * details and a text: `logger.warn({ device_id }, 'the device is gone')`.
   */
  private write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
    if (message instanceof Error) this.logger[level]({ context, err: message }, message.message);
    else if (isFields(message) && stack !== undefined) this.logger[level]({ context, ...message }, stack);
    else this.logger[level]({ context, stack }, typeof message === 'string' ? message : JSON.stringify(message));
  }
}

const isFields = (message: unknown): message is Record<string, unknown> =>
  typeof message === 'object' && message !== null && !Array.isArray(message);

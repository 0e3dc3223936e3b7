// Errors that Nest and Fastify find before an operation runs: unknown routes, malformed or oversized bodies, rate
// limits.
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@lastmile/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, sendProblem } from './problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = problemOf(error, request.id);
    if (problem.status >= 500) this.logger.error({ err: error, request_id: request.id }, 'request failed');
    sendProblem(http.getResponse<FastifyReply>(), problem);
  }
}

// Every failure as RFC 9457 problem+json, with the domain's reason for programs and one sentence for people.
import { DomainError, isDomainError, type ErrorKind } from '@lastmile/errors';
import { HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The domain's reason, for example RIDE_ALREADY_OPEN. */
  readonly reason: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly requestId?: string;
}

const STATUS: Record<ErrorKind, number> = {
  invalid_argument: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  already_exists: 409,
  failed_precondition: 409,
  aborted: 409,
  resource_exhausted: 429,
  unavailable: 503,
  internal: 500,
};

/** Reasons with a more precise HTTP status than their kind. */
const BY_REASON: Record<string, number> = { DEADLINE_EXCEEDED: 504, FEED_TOO_LARGE: 413 };

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** Reasons of failures found by HTTP itself. */
const HTTP_REASONS: Record<number, string> = {
  400: 'MALFORMED_REQUEST',
  404: 'ROUTE_NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
};

/** Converts an error to what the client may know; details of unexpected errors never leave the process. */
export function problemOf(error: unknown, requestId?: string): Problem {
  if (isDomainError(error)) {
    const status = BY_REASON[error.reason] ?? STATUS[error.kind];
    if (status !== 500) return problem(status, error.reason, error.message, requestId, error.metadata);
  }
  const status = httpStatusOf(error);
  if (status !== undefined && status < 500) {
    return problem(status, HTTP_REASONS[status] ?? 'BAD_REQUEST', (error as Error).message, requestId);
  }
  return problem(500, 'INTERNAL', 'something went wrong on our side', requestId);
}

/** Sends the problem with the headers that its status requires. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  // Clients retry after a restart, or when other requests of this moment are done.
  if (problem.status === 429 || problem.status === 503) {
    void reply.header('retry-after', problem.metadata?.retry_after_seconds ?? '1');
  }
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.status(problem.status).type('application/problem+json').send(problem);
}

/** The first validation error of a request, with the path of the field. */
export function invalid(where: string, error: z.ZodError): DomainError {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  const unknown = issue?.code === 'unrecognized_keys' ? `unknown field ${issue.keys.join(', ')}` : issue?.message;
  const field = path || where;
  return new DomainError('invalid_argument', 'INVALID_FIELD', `${field}: ${unknown ?? 'is not valid'}`, { field });
}

/** A problem found by HTTP itself. */
export function problem(
  status: number,
  reason: string,
  detail: string,
  requestId?: string,
  metadata?: Readonly<Record<string, string>>,
): Problem {
  const known = metadata && Object.keys(metadata).length > 0 ? { metadata } : {};
  return { type: 'about:blank', title: TITLES[status] ?? 'Error', status, detail, reason, ...known, requestId };
}

/** Fastify's and Nest's own errors carry a status. */
function httpStatusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

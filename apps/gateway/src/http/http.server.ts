// Puts the operations on Fastify: token, role, key and schemas checked before the handler, its answer shaped after.
import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bearerToken, type Identity } from '@lastmile/auth';
import { DomainError } from '@lastmile/errors';
import { withCallContext } from '@lastmile/grpc';
import type { Logger } from '@lastmile/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { GatewayConfig } from '../gateway.config.js';
import { Authorizer } from './authorizer.js';
import type { Operation } from './operation.js';
import { invalid, problemOf } from './problem.js';

const KEY = /^[\x21-\x7e]{1,128}$/;
/** Of a body; feeds are streamed and limited where they are read. */
export const BODY_LIMIT_BYTES = 64 * 1024;

@Injectable()
export class HttpServer {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly config: GatewayConfig,
  ) {}

  async register(app: NestFastifyApplication, operations: readonly Operation[], logger: Logger): Promise<void> {
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    await app.register(rateLimit as never, {
      max: this.config.ratePerMinute,
      timeWindow: 60_000,
      keyGenerator: (request: FastifyRequest) => request.headers.authorization ?? request.ip,
    });
    fastify.addContentTypeParser('application/zip', (_request, payload, done) => done(null, payload));
    fastify.addHook('onRequest', async (request, reply) => {
      void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      const { method, id: request_id } = request;
      const route = request.routeOptions.url ?? 'unknown';
      logger.info({ method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), request_id }, 'http');
      done();
    });
    for (const each of operations) this.route(fastify, each, logger);
  }

  private route(fastify: FastifyInstance, each: Operation, logger: Logger): void {
    const limit = {
      max: this.config.signInPerMinute,
      timeWindow: 60_000,
      keyGenerator: ({ ip }: FastifyRequest) => ip,
    };
    fastify.route({
      method: each.method,
      url: each.path,
      ...(each.signIn && { config: { rateLimit: limit } }),
      handler: async (request, reply) => {
        await this.answer(each, request, reply);
        return reply;
      },
      // Of the route itself: a plugin awaited before Nest sets its own would leave routes with Fastify's default, which
      // answers bodies that do not parse in words of its own.
      errorHandler: (error, request, reply) => {
        const problem = problemOf(error, request.id);
        if (problem.status >= 500 && problem.status !== 503 && problem.status !== 504) {
          logger.error({ err: error, request_id: request.id }, 'request failed');
        }
        void reply.status(problem.status).type('application/problem+json').send(problem);
      },
    });
  }

  private async answer(each: Operation, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = await this.callerOf(each, request);
    const requestId = each.idempotent ? keyOf(request) : '';
    const params = check(each.params, 'path', request.params);
    const query = check(each.query, 'query', request.query);
    const body = check(each.body, 'body', request.body);
    const context = { requestId: request.id, caller, deadline: undefined };
    const result = await withCallContext(context, () =>
      each.handle({ params, query, body, requestId, caller } as Parameters<Operation['handle']>[0]),
    );
    if (!each.answer) return void (await reply.status(each.status ?? 204).send());
    await reply.status(each.status ?? 200).send(each.answer.parse(result));
  }

  private async callerOf(each: Operation, request: FastifyRequest): Promise<Identity | undefined> {
    const token = bearerToken(request.headers.authorization);
    if (each.access === 'public') return undefined;
    const identity = await this.authorizer.identify(token);
    this.authorizer.require(identity, each.access);
    return identity;
  }
}

/** A client's own request id when it is a sane one, else a new one. */
export function requestIdFrom(headers: Record<string, string | string[] | undefined>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && KEY.test(given) ? given : randomUUID();
}

function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw new DomainError(
    'invalid_argument',
    'IDEMPOTENCY_KEY_MISSING',
    'Idempotency-Key: send a header of 1 to 128 visible ASCII characters, the same for every retry',
  );
}

function check(schema: z.ZodType | undefined, where: string, value: unknown): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value === undefined ? {} : value);
  if (!parsed.success) throw invalid(where, parsed.error);
  return parsed.data;
}

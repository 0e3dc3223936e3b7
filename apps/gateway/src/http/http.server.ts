// Registers the operations with Fastify: checks token, role, idempotency key and schemas before the handler, and shapes
// its response.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bearerToken, type Identity } from '@lastmile/auth';
import { DomainError, isDomainError } from '@lastmile/errors';
import { withCallContext } from '@lastmile/grpc';
import { isRequestId } from '@lastmile/ids';
import type { Logger } from '@lastmile/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { GatewayConfig } from '../gateway.config.js';
import { Limits } from '../limits/limits.js';
import { Authorizer } from './authorizer.js';
import type { Operation } from './operation.js';
import { logAnswers, setHeaders } from './headers.js';
import { allowUpload, limitTimes } from './hang-up.js';
import { requireMediaType, UPLOAD_TYPE } from './media-type.js';
import { invalid, problemOf, sendProblem } from './problem.js';
import { Revocations } from './revocations.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The signed-in caller; undefined only for public operations without a token. */
    caller?: Identity;
  }
}

/** For JSON bodies. Feeds are streamed, and limited where they are read. */
export const BODY_LIMIT_BYTES = 64 * 1024;
/** The reasons for refusing a token that was valid earlier. */
const REVOKED: ReadonlySet<string> = new Set(['SESSION_REVOKED', 'ACCOUNT_ERASED']);

@Injectable()
export class HttpServer {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly limits: Limits,
    private readonly config: GatewayConfig,
    private readonly revocations: Revocations,
  ) {}

  register(app: NestFastifyApplication, operations: readonly Operation[], logger: Logger): void {
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    // Only JSON is accepted. By default Fastify would also accept text, which no operation needs.
    fastify.removeContentTypeParser('text/plain');
    fastify.addContentTypeParser(UPLOAD_TYPE, (_request, payload, done) => done(null, payload));
    fastify.decorateRequest('caller');
    setHeaders(fastify, this.config);
    limitTimes(fastify);
    logAnswers(fastify, logger);
    for (const each of operations) this.route(fastify, each, logger);
  }

  private route(fastify: FastifyInstance, each: Operation, logger: Logger): void {
    fastify.route({
      method: each.method,
      url: each.path,
      // Before the body is read: a caller without permission should not cost the reading of a body.
      onRequest: async (request) => {
        request.caller = await this.admit(each, request).catch((error: unknown) =>
          this.unlessErased(each, request, error),
        );
        requireMediaType(each, request);
        if (each.consumes === UPLOAD_TYPE) allowUpload(request);
      },
      handler: async (request, reply) => {
        await this.answer(each, request, reply).catch(async (error: unknown) => {
          await this.unlessErased(each, request, error);
          await reply.status(204).send();
        });
        return reply;
      },
      // Set on the route itself: a plugin that is awaited before Nest sets its own handler would leave routes with
      // Fastify's default handler, which answers unparsable bodies in its own format.
      errorHandler: (error, request, reply) => {
        const problem = problemOf(error, request.id);
        if (problem.status >= 500 && problem.status !== 503 && problem.status !== 504) {
          logger.error({ err: error, request_id: request.id }, 'request failed');
        }
        sendProblem(reply, problem);
      },
    });
  }

  private async answer(each: Operation, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { caller } = request;
    const requestId = each.idempotent ? keyOf(request) : '';
    const params = check(each.params, 'path', request.params);
    const query = check(each.query, 'query', request.query);
    const body = checkBody(each.body, request.body);
    const client = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
    const context = { requestId: request.id, caller, deadline: undefined };
    if (!caller && each.erasesCaller) return void (await reply.status(204).send());
    const result = await withCallContext(context, () =>
      each.handle({ params, query, body, requestId, client, caller } as Parameters<Operation['handle']>[0]),
    );
    if (each.revokes) await this.revocations.update();
    if (each.attachment) return sendPieces(reply, each.attachment, result as AsyncIterable<string>);
    if (!each.answer) return void (await reply.status(each.status ?? 204).send());
    await reply.status(each.status ?? 200).send(each.answer.parse(result));
  }

  /** Charges the caller's rate limit, and returns the caller if the operation needs one. */
  private async admit(each: Operation, request: FastifyRequest): Promise<Identity | undefined> {
    const cost = each.cost ?? (each.method === 'GET' ? 1 : 2);
    const identity = await this.identify(each, request);
    if (identity) await this.limits.takeFromPerson(identity.userId, cost);
    else await this.limits.takeFromAddress(request.ip, cost);
    if (each.signIn) await this.limits.takeSignIn(request.ip);
    if (each.access === 'public') return undefined;
    this.authorizer.require(identity!, each.access);
    return identity;
  }

  /**
   * For a repeated request to erase the caller's own account: returns undefined when the account is already erased,
   * else throws `refusal`. The refusal may come from this gateway's list of revocations or, if that list is behind,
   * from the user service.
   */
  private async unlessErased(each: Operation, request: FastifyRequest, refusal: unknown): Promise<undefined> {
    const isRevoked = isDomainError(refusal) && REVOKED.has(refusal.reason);
    if (!isRevoked || !each.erasesCaller) throw refusal;
    if (!(await this.authorizer.isErased(bearerToken(request.headers.authorization)))) throw refusal;
  }

  /**
   * Also identifies callers of public operations, so that signed-in people are not limited together with others at the
   * same address.
   */
  private async identify(each: Operation, request: FastifyRequest): Promise<Identity | undefined> {
    const token = bearerToken(request.headers.authorization);
    if (each.access === 'public' && token === undefined) return undefined;
    try {
      return await this.authorizer.identify(token);
    } catch (error) {
      if (each.access === 'public') return undefined;
      // Invalid tokens are charged to the address, because the person they name is not proven.
      if (isDomainError(error) && error.kind === 'unauthenticated') await this.limits.takeFromAddress(request.ip, 1);
      throw error;
    }
  }
}

/** Sends as fast as the client reads. If the client disconnects, reading stops, too. */
async function sendPieces(reply: FastifyReply, fileName: string, pieces: AsyncIterable<string>): Promise<void> {
  await reply
    .type('application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(pieces));
}

/** The client's request id if it is well-formed, else a new one. */
export function requestIdFrom(headers: Record<string, string | string[] | undefined>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && isRequestId(given) ? given : randomUUID();
}

function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && isRequestId(key)) return key;
  throw new DomainError(
    'invalid_argument',
    'IDEMPOTENCY_KEY_MISSING',
    'Idempotency-Key: send a header of 1 to 128 visible ASCII characters, the same for every retry',
  );
}

function check(schema: z.ZodType | undefined, where: string, value: unknown): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(where, parsed.error);
  return parsed.data;
}

function checkBody(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema && (value === undefined || value === null)) {
    throw new DomainError('invalid_argument', 'BODY_MISSING', 'body: must be given', { field: 'body' });
  }
  return check(schema, 'body', value);
}

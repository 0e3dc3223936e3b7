// The headers of every answer, and the line that the log has of it.
import type { Logger } from '@lastmile/telemetry';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 31_536_000;
/** Of answers that are data: nothing in them may be loaded, run or framed, whatever a browser takes them for. */
const DATA_ONLY = "default-src 'none'; frame-ancestors 'none'";

/** @param hsts also where nobody says that the connection was encrypted: behind a proxy that does not tell */
export function setHeaders(fastify: FastifyInstance, { hsts }: { readonly hsts: boolean }): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    // Browsers ignore it on connections in the clear. The protocol is a trusted proxy's word, or the connection's own.
    if (hsts || request.protocol === 'https') void reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}`);
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // What is a person's own must not stay in caches; files say for themselves how long they are good.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) void reply.header('content-security-policy', DATA_ONLY);
    if (!reply.hasHeader('referrer-policy')) void reply.header('referrer-policy', 'no-referrer');
    done(null, payload);
  });
}

/** One line for each answer. The client is the address that the trusted proxies saw. */
export function logAnswers(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, id: request_id, ip: client } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const ms = Math.round(reply.elapsedTime);
    logger.info({ method, route, status: reply.statusCode, ms, client, request_id }, 'http');
    done();
  });
}

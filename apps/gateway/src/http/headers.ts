// The headers of every response, and its log line.
import type { Logger } from '@lastmile/telemetry';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 31_536_000;
/** For responses that are data: a browser may not load, run or frame anything in them, whatever type it guesses. */
const DATA_ONLY = "default-src 'none'; frame-ancestors 'none'";

/**
 * @param hsts sends Strict-Transport-Security even if the connection does not look encrypted, for proxies that do not
 * report it
 */
export function setHeaders(fastify: FastifyInstance, { hsts }: { readonly hsts: boolean }): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    // Browsers ignore this header on unencrypted connections. The protocol comes from a trusted proxy or from the
    // connection itself.
    if (hsts || request.protocol === 'https') void reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}`);
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // Personal data must not stay in caches. Static files set their own cache time.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) void reply.header('content-security-policy', DATA_ONLY);
    if (!reply.hasHeader('referrer-policy')) void reply.header('referrer-policy', 'no-referrer');
    done(null, payload);
  });
}

/** One log line per response. The client is the address that the trusted proxies saw. */
export function logAnswers(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, id: request_id, ip: client } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const ms = Math.round(reply.elapsedTime);
    logger.info({ method, route, status: reply.statusCode, ms, client, request_id }, 'http');
    done();
  });
}

// Answers a known path with a wrong method: 405 and the allowed methods, where the router alone would answer 404.
import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import { problem, sendProblem } from './problem.js';

/** Records every route registered from now on; call the returned function when all routes are registered. */
export function refuseOtherMethods(fastify: FastifyInstance): () => void {
  const methodsOf = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const known = methodsOf.get(url) ?? new Set();
    for (const each of [method].flat()) known.add(each);
    methodsOf.set(url, known);
  });
  return () => {
    for (const [url, methods] of [...methodsOf]) {
      if (url.includes('*')) continue;
      const others = fastify.supportedMethods.filter((method) => !methods.has(method));
      const allow = [...methods].sort().join(', ');
      fastify.route({
        method: others as HTTPMethods[],
        url,
        // Before the body is read.
        onRequest: (request: FastifyRequest, reply) => {
          const detail = `${request.method} is not for this path; it has ${allow}`;
          sendProblem(reply.header('allow', allow), problem(405, 'METHOD_NOT_ALLOWED', detail, request.id));
        },
        handler: () => undefined,
      });
    }
  };
}

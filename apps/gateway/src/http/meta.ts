// Health, the API documents, and the keys that verify tokens.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Clients } from '../gateway.client.js';
import type { Readiness } from './readiness.js';

const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const ASSETS: Record<string, string> = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript' };

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>LastMile API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script></body>
</html>`;
const START = "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', persistAuthorization: true });\n";

/** Only our own scripts. Swagger UI sets inline styles and uses images in data URLs. */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Registers the routes that are not part of the API itself. */
export function registerMeta(fastify: FastifyInstance, document: object, clients: Clients, readiness: Readiness): void {
  fastify.get('/healthz', async () => ({ status: 'up' }));
  fastify.get('/readyz', async (_request, reply) => {
    const away = await readiness.unavailable();
    return reply
      .status(away.length === 0 ? 200 : 503)
      .send({ status: away.length === 0 ? 'ready' : 'not ready', away });
  });
  fastify.get('/openapi.json', async () => document);
  fastify.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.type('application/json').send((await clients.users.getJsonWebKeySet({})).json),
  );
  fastify.get('/docs', async (_request, reply) =>
    reply.type('text/html').header('content-security-policy', DOCS_POLICY).send(PAGE),
  );
  fastify.get('/docs/start.js', async (_request, reply) => reply.type('text/javascript').send(START));
  for (const [name, type] of Object.entries(ASSETS)) {
    fastify.get(`/docs/${name}`, async (_request, reply) =>
      reply.type(type).send(await readFile(join(swaggerUi, name))),
    );
  }
}

// Serves the web app: its built files, one page for all its addresses, and the settings of this installation.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { Clock } from '@lastmile/config';
import type { Logger } from '@lastmile/telemetry';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Addresses that the app itself routes; apps/web/src/app.tsx has the same list. */
const PAGES = [
  ...['/', '/sign-in', '/join', '/forgot', '/reset-password', '/confirm-email', '/shared/:token'],
  ...['/ride', '/ride/*', '/drive', '/drive/*', '/operate', '/operate/*'],
  ...['/history', '/trips/:tripId', '/inbox', '/profile'],
];
const YEAR_SECONDS = 31_536_000;

export interface WebAppOptions {
  /** A MapLibre style for the base map; the page may load from its origin. */
  readonly mapStyleUrl: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Without a built app only the API is served. */
export async function registerWebApp(fastify: FastifyInstance, options: WebAppOptions): Promise<void> {
  const { mapStyleUrl, clock, logger } = options;
  fastify.get('/app-config.json', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    return { time: clock.now().toISOString(), speed: clock.speed, ...(mapStyleUrl && { mapStyleUrl }) };
  });
  const root = builtApp();
  if (!root) {
    logger.warn('no web app is built: the API is served without it');
    return;
  }
  const policy = contentSecurityPolicy(mapStyleUrl);
  await fastify.register(fastifyStatic, {
    root,
    index: false,
    preCompressed: true,
    cacheControl: false,
    // Each file has its own route, so that unknown paths are still answered with a JSON problem.
    wildcard: false,
    globIgnore: ['**/*.br', '**/*.gz', 'index.html'],
    setHeaders: (reply, path: string) => {
      const isHashed = path.includes('/assets/');
      void reply.header('cache-control', isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
      // Also for scripts: the service worker and MapLibre's worker follow the policy of their own file.
      if (!/\.(html|m?js)(\.\w+)?$/.test(path)) return;
      void reply.header('content-security-policy', policy);
    },
  });
  for (const page of PAGES) {
    fastify.get(page, (_request, reply: FastifyReply) => reply.sendFile('index.html'));
  }
  // Browsers get the app, which shows that the page does not exist; programs get the JSON problem.
  fastify.get('/*', ({ url, headers }, reply: FastifyReply) => {
    const isPerson = headers.accept?.includes('text/html') && !url.startsWith('/v1/');
    return isPerson ? reply.code(404).sendFile('index.html') : reply.callNotFound();
  });
}

/** `dist/web`, seen from `dist/` and from the sources. */
function builtApp(): string | undefined {
  return ['../../../../web/', '../../../../dist/web/']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(`${path}index.html`));
}

/** Only our own scripts: text that gets into the page cannot run. */
function contentSecurityPolicy(mapStyleUrl: string | undefined): string {
  const map = mapStyleUrl ? ` ${new URL(mapStyleUrl).origin}` : '';
  return [
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // MapLibre creates its workers from blobs.
    "worker-src 'self' blob:",
    `img-src 'self' data: blob:${map}`,
    `connect-src 'self'${map}`,
  ].join('; ');
}

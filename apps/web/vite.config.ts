// Builds the web app into dist/web, where the gateway finds it. `vite` alone serves it for development, with the API of a
// gateway on localhost:8082.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import compile from 'icu-minify/compile';
import type { CompiledMessage } from 'icu-minify/format';
import { defineConfig, type Plugin } from 'vite';

const outDir = join(import.meta.dirname, '../../dist/web');
/** Compressed some 20 kB: larger files, above all the map, come when they are first needed. */
const SHELL_FILE_CHARACTERS = 60_000;
const gateway = 'http://localhost:8082';

/** The texts of a language; it is loaded when somebody reads that language. */
const CATALOGUE = /\/text\/messages\/[\w-]+\.json$/;
const isCatalogue = (moduleId: string | null): boolean => CATALOGUE.test(moduleId ?? '');

const TEXT = /\.(js|css|html|svg|json|webmanifest)$/;

export default defineConfig({
  root: import.meta.dirname,
  resolve: {
    alias: {
      '@lastmile/geo': join(import.meta.dirname, '../../libs/geo/src/index.ts'),
      '@lastmile/party': join(import.meta.dirname, '../../libs/party/src/index.ts'),
    },
  },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    // The map and the word lists that passwords are judged by are large by nature and load on their own.
    chunkSizeWarningLimit: 1_700,
    rolldownOptions: {
      // 'use client' of libraries, which means nothing here.
      checks: { moduleLevelDirective: false },
      output: {
        chunkFileNames: ({ facadeModuleId }) => `assets/${isCatalogue(facadeModuleId) ? 'text-' : ''}[name]-[hash].js`,
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '^/(v1|docs|openapi.json|app-config.json)': gateway,
      '/socket.io': { target: gateway, ws: true },
    },
  },
  plugins: [compiledMessages(), precompressed(), precache()],
});

interface Catalogue {
  readonly [key: string]: string | Catalogue;
}
interface CompiledCatalogue {
  readonly [key: string]: CompiledMessage | CompiledCatalogue;
}

/** Compiles ICU messages, so that the browser parses none. An invalid one fails the build. */
function compiledMessages(): Plugin {
  return {
    name: 'compiled-messages',
    // Before Vite makes a module of the file.
    enforce: 'pre',
    transform: {
      filter: { id: CATALOGUE },
      handler: (code) => ({ code: JSON.stringify(compiledCatalogue(JSON.parse(code) as Catalogue)), map: null }),
    },
  };
}

function compiledCatalogue(catalogue: Catalogue): CompiledCatalogue {
  const entries = Object.entries(catalogue).map(([key, value]) => [
    key,
    typeof value === 'string' ? compile(value) : compiledCatalogue(value),
  ]);
  return Object.fromEntries(entries) as CompiledCatalogue;
}

/** Text compressed once, at the highest level, instead of for every visitor. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    async closeBundle() {
      const texts = (await readdir(outDir, { recursive: true })).filter((file) => TEXT.test(file));
      await Promise.all(texts.map((file) => compress(join(outDir, file))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  const [brotli, zipped] = await Promise.all([
    promisify(brotliCompress)(content, quality),
    promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, zipped)]);
}

/** Tells the service worker what the app's shell is made of. */
function precache(): Plugin {
  return {
    name: 'precache',
    apply: 'build',
    async writeBundle(_options, bundle) {
      const shell = Object.values(bundle)
        .filter((file) => /^assets\/.*\.(js|css)$/.test(file.fileName))
        .filter((file) => {
          const isEntry = file.type === 'chunk' && file.isEntry;
          // Of the languages, the page names the one that it uses.
          if (file.type === 'chunk' && isCatalogue(file.facadeModuleId)) return false;
          const { length } = file.type === 'chunk' ? file.code : file.source;
          return isEntry || length <= SHELL_FILE_CHARACTERS;
        })
        .map(({ fileName }) => fileName);
      const path = join(outDir, 'service-worker.js');
      const worker = await readFile(path, 'utf8');
      const urls = ['/', ...shell.map((file) => `/${file}`)];
      await writeFile(path, worker.replace('self.__SHELL__', JSON.stringify(urls)));
    },
  };
}

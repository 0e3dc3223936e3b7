// Lets Node run the sources as they are: `node --import ./tools/typescript.mjs tools/database/migrate.ts`.
//
// Resolves `@lastmile/<lib>` and the `.js` of relative imports to TypeScript, and compiles with swc, decorator metadata
// included. For tests and tools on a checkout; what is deployed runs from `dist/`.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const libs = new URL('../libs/', import.meta.url);

registerHooks({
  resolve(specifier, context, next) {
    const lib = /^@lastmile\/([a-z-]+)$/.exec(specifier)?.[1];
    if (lib) return next(new URL(`${lib}/src/index.ts`, libs).href, context);
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
      const source = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
      if (existsSync(source)) return next(source.href, context);
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    const { code } = transformSync(readFileSync(new URL(url), 'utf8'), {
      filename: fileURLToPath(url),
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'es6' },
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: 'es2023',
        keepClassNames: true,
      },
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

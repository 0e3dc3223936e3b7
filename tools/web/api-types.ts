/**
 * Writes the web app's REST types from the gateway's OpenAPI document, or with `--check` fails when they differ.
 *
 * `npm run generate:web`, `npm run generate:web -- --check`
 */
import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import type { Clock } from '@lastmile/config';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import type { Clients } from '../../apps/gateway/src/gateway.client.js';
import { openApiDocument } from '../../apps/gateway/src/http/openapi.js';
import type { FixRelay } from '../../apps/gateway/src/location/fix-relay.js';
import { allOperations } from '../../apps/gateway/src/gateway.operations.js';

const FILE = new URL('../../apps/web/src/api/schema.ts', import.meta.url);

/** The types' source; the operations are only described, so they need no services. */
async function generate(): Promise<string> {
  const document = openApiDocument(allOperations({} as Clients, {} as Clock, {} as FixRelay));
  const types = astToString(await openapiTS(document as unknown as OpenAPI3, { alphabetize: true }));
  const header = '// Generated from the OpenAPI document by `npm run generate:web`.\n';
  return format(header + types, { ...(await resolveConfig(FILE)), parser: 'typescript' });
}

const types = await generate();
if (!process.argv.includes('--check')) {
  await writeFile(FILE, types);
} else if ((await readFile(FILE, 'utf8')) === types) {
  console.log('apps/web/src/api/schema.ts is what the OpenAPI document says');
} else {
  console.error('apps/web/src/api/schema.ts is not what the OpenAPI document says: run `npm run generate:web`');
  process.exitCode = 1;
}

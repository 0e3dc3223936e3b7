// Which environment keys an app reads, found in its source and in the libs it imports: keys of `loadConfig` shapes, of
// `env` itself, and the addresses of the services it calls. Names alone; nothing is run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { repositoryPath, type Service } from './services.js';

/** By key: whether the app starts without it. */
export type EnvReads = ReadonlyMap<string, 'required' | 'optional'>;

const KEY = /^[A-Z][A-Z0-9_]+$/;

/** Optional where they are declared, and needed all the same once another key is set, or set to a value. */
export const NEEDED_WITH: readonly { key: string; when: string; is?: string }[] = [
  { key: 'OPERATOR_PASSWORD', when: 'OPERATOR_EMAIL' },
  { key: 'MAIL_FROM', when: 'SMTP_URL' },
  { key: 'VAPID_SUBJECT', when: 'VAPID_PRIVATE_KEY' },
  { key: 'SUPABASE_URL', when: 'AUTH_PROVIDER', is: 'supabase' },
  { key: 'SUPABASE_ANON_KEY', when: 'AUTH_PROVIDER', is: 'supabase' },
  { key: 'SUPABASE_SERVICE_ROLE_KEY', when: 'AUTH_PROVIDER', is: 'supabase' },
  { key: 'GRPC_TLS_KEY_FILE', when: 'GRPC_TLS_CERT_FILE' },
  { key: 'GRPC_TLS_CA_FILE', when: 'GRPC_TLS_KEY_FILE' },
  { key: 'GRPC_TLS_CERT_FILE', when: 'GRPC_TLS_CA_FILE' },
];

/** What the images themselves set. */
const OF_THE_IMAGE = ['LASTMILE_PROTO_DIR'];

/** Reads of one service. */
export function readsOf(service: string): EnvReads {
  const reads = new Map(readsOfFolder(`apps/${service}/src`));
  // Of libs/grpc: asked for the keys of access tokens by those whom people call.
  const manifest = JSON.parse(readFileSync(repositoryPath(`apps/${service}/service.json`), 'utf8')) as Service;
  if (!manifest.calls.includes('user')) reads.delete('USER_ADDRESS');
  return reads;
}

/** Reads of the code in a folder, and of the libs it imports. */
export function readsOfFolder(folder: string): EnvReads {
  const own = sources(folder);
  const reads = mergeReads([...own, ...libsOf(own)].map(readsInSource));
  for (const key of OF_THE_IMAGE) reads.delete(key);
  return reads;
}

/** Of `lastmile-migrate`: an administrator's URL and a password for each role. */
export const readsOfMigrate = (services: readonly Service[]): EnvReads =>
  new Map([
    ['LASTMILE_ADMIN_DATABASE_URL', 'required' as const],
    ...services
      .filter(({ hasSchema }) => hasSchema)
      .map(({ name }) => [`LASTMILE_${name.toUpperCase()}_DB_PASSWORD`, 'required' as const] as const),
  ]);

/** Reads in one file's text. Pure. */
export function readsInSource(text: string): EnvReads {
  const reads = new Map<string, 'required' | 'optional'>();
  const add = (key: string, optional: boolean) => {
    if (KEY.test(key) && reads.get(key) !== 'optional') reads.set(key, optional ? 'optional' : 'required');
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))) {
      const schema = node.initializer.getText();
      if (/\bz\s*\./.test(schema) || isShape(node.parent)) add(node.name.text, /\.(default|optional)\(/.test(schema));
    } else if (ts.isPropertyAccessExpression(node) && /^(process\.)?env$/.test(node.expression.getText())) {
      add(node.name.text, true);
    } else if (ts.isStringLiteral(node) && /^[A-Z]+_ADDRESS$/.test(node.text)) {
      add(node.text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.ES2023, true));
  for (const { key } of NEEDED_WITH) if (reads.has(key)) reads.set(key, 'optional');
  return reads;
}

/** The object literal that `loadConfig` is called with. */
const isShape = (literal: ts.Node): boolean =>
  ts.isCallExpression(literal.parent) && literal.parent.expression.getText() === 'loadConfig';

function mergeReads(all: readonly EnvReads[]): Map<string, 'required' | 'optional'> {
  const merged = new Map<string, 'required' | 'optional'>();
  for (const reads of all) for (const [key, kind] of reads) if (merged.get(key) !== 'optional') merged.set(key, kind);
  return merged;
}

/** Texts of all libs that some sources import, and of those that these import. */
function libsOf(texts: readonly string[], seen = new Set<string>()): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(/from '@lastmile\/([a-z-]+)'/g)].map(([, name]) => name!));
  return [...new Set(names)].flatMap((name) => {
    if (seen.has(name)) return [];
    seen.add(name);
    const own = sources(`libs/${name}/src`);
    return [...own, ...libsOf(own, seen)];
  });
}

function sources(folder: string): string[] {
  return readdirSync(repositoryPath(folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.ts$/.test(file.name) && !/\.(spec|int)\.ts$/.test(file.name))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
}

// A service that is told wrong things stops and says in one line which key to look at: at once, unless it is a database that may
// yet come.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastq from 'fastq';
import { startLocalPostgres, type LocalPostgres } from '@lastmile/local-postgres';
import { migrate } from '@lastmile/postgres';
import { built } from '../../tools/launcher/built.js';
import { readManifests } from '../../tools/launcher/manifests.js';
import { planProcesses } from '../../tools/launcher/topology.js';
import { makeServiceKeys, serviceKeyEnv } from '../../tools/service-keys/key-files.js';
import { asAdmin } from './admin.js';

type Env = Record<string, string>;

/** What to get wrong: the key that must be named, the change to a good environment, and words of the message. */
interface Mistake {
  readonly key: string;
  readonly what: string;
  readonly env: (good: Env) => Env;
  readonly says: string;
  /** Whether it may mend itself, so that it is waited for. */
  readonly waits?: boolean;
}

interface End {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 80_000;
/** More than cores: some wait for a database. */
const AT_ONCE = 3;
const starts = fastq.promise(({ service, env }: { service: string; env: Env }) => run(service, env), AT_ONCE);
const manifests = readManifests();
const tables = (service: string) => service !== 'matching' && service !== 'gateway';

let directory: string;
let postgres: LocalPostgres;
let occupied: Server;
let occupiedPort: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lastmile-e2e-'));
  makeServiceKeys(
    keys(),
    manifests.map(({ name }) => name),
  );
  postgres = await startLocalPostgres({ directory, durable: false });
  await migrate({ adminUrl: postgres.adminUrl, passwordFor: postgres.passwordFor });
  const owners = manifests.map(({ name }) => name).filter(tables);
  const changed = {
    behind: (service: string) =>
      `DELETE FROM "${service}".migrations WHERE number = (SELECT max(number) FROM "${service}".migrations)`,
    ahead: (service: string) =>
      `INSERT INTO "${service}".migrations (number, name, checksum) VALUES (9999, '9999_from_the_future.sql', '')`,
  };
  for (const [database, change] of Object.entries(changed)) {
    await asAdmin(
      postgres.adminUrl.replace(/\/postgres$/, '/template1'),
      `CREATE DATABASE ${database} TEMPLATE postgres`,
    );
    for (const owner of owners) await asAdmin(inDatabase(postgres.adminUrl, database), change(owner));
  }
  occupied = createServer();
  await new Promise<void>((resolve) => occupied.listen(0, '0.0.0.0', resolve));
  occupiedPort = String((occupied.address() as AddressInfo).port);
}, 180_000);

afterAll(async () => {
  occupied?.close();
  await postgres?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe.each(manifests.map(({ name, calls }) => [name, calls] as const))('%s', (service, calls) => {
  const wrong = (key: string, what: string, value: (good: string) => string, says = ''): Mistake => ({
    key,
    what,
    env: (good) => ({ ...good, [key]: value(good[key] ?? '') }),
    says,
  });
  const missing = (key: string) => wrong(key, 'not set', () => '', 'not set');
  const addresses = calls.map((callee) => `${callee.toUpperCase()}_ADDRESS`);
  const url = 'DATABASE_URL';
  const nobody = wrong(url, 'where nobody listens', (good) => good.replace(/@[^/]+/, '@127.0.0.1:1'), 'cannot connect');
  const impatient = (env: Env): Env => ({ ...env, DATABASE_WAIT_SECONDS: '1' });
  const secretsKey = 'USER_SECRETS_KEY';
  const keyFile = 'SERVICE_KEY_FILE';
  const mistakes: Mistake[] = [
    missing(keyFile),
    missing('SERVICE_KEYS_DIR'),
    wrong(keyFile, 'no file', (good) => `${good}.gone`),
    wrong('GRPC_PORT', 'taken', () => occupiedPort, 'taken'),
    ...addresses.map(missing),
    ...addresses.slice(0, 1).map((key) => wrong(key, 'no address', () => 'http://trip')),
    ...(service === 'gateway' ? [wrong('HTTP_PORT', 'taken', () => occupiedPort, 'taken')] : []),
    ...(service === 'user' ? [missing(secretsKey), wrong(secretsKey, 'too short', () => 'c2hvcnQ=', '32 bytes')] : []),
    ...(tables(service)
      ? [
          missing(url),
          wrong(url, 'of another kind', () => 'mysql://db/lastmile'),
          { ...nobody, env: (good: Env) => impatient(nobody.env(good)), waits: true },
          wrong(url, 'with a wrong password', (good) => good.replace(/:[^:@]+@/, ':guess@'), 'cannot connect'),
          wrong(url, 'of a database behind the code', (good) => inDatabase(good, 'behind'), 'npm run migrate'),
          wrong(url, 'of a database ahead of the code', (good) => inDatabase(good, 'ahead'), '9999_from_the_future'),
        ]
      : []),
  ];

  // The next ones start while one is judged.
  const ends = new Map<Mistake, Promise<End>>();
  beforeAll(() => {
    for (const mistake of mistakes) ends.set(mistake, starts.push({ service, env: mistake.env(goodEnv(service)) }));
  });

  it.each(mistakes)('names $key when it is $what', async (mistake) => {
    const { key, says, waits } = mistake;
    const { code, stdout, stderr } = await ends.get(mistake)!;
    const [line, ...more] = stderr.trimEnd().split('\n');
    expect(line).toMatch(new RegExp(`^${service}: .*\\b${key}\\b`));
    expect(line).toContain(says);
    expect(more).toEqual([]);
    expect(stdout).not.toMatch(/\bat .*:\d+:\d+/); // a stack trace
    expect(stdout.match(/waiting for the database/g) ?? []).toHaveLength(waits ? 1 : 0);
    expect(code).toBe(1);
  });
});

/** Of the services, as the launcher makes them. */
const keys = (): string => join(directory, 'service-keys');

const inDatabase = (url: string, database: string): string => url.replace(/\/postgres$/, `/${database}`);

/** With which the service would start; nobody answers at the callees' addresses. */
function goodEnv(service: string): Env {
  const plan = planProcesses({
    manifests,
    ports: Object.fromEntries(manifests.map(({ name }) => [name, [0]])),
    httpPorts: [0],
    databaseUrl: postgres.urlFor,
    env: { PATH: process.env.PATH ?? '' },
    envOf: { user: { USER_SECRETS_KEY: Buffer.alloc(32).toString('base64') } },
  }).find(({ name }) => name === service);
  const addresses = Object.keys(plan!.env).filter((key) => key.endsWith('_ADDRESS'));
  return {
    ...plan!.env,
    ...serviceKeyEnv(keys(), service),
    // 114 starts compile the same files: a sixth of their processor time.
    NODE_COMPILE_CACHE: join(directory, 'compiled'),
    ...Object.fromEntries(addresses.map((key) => [key, 'ipv4:127.0.0.1:1'])),
  };
}

/** A service that does not stop by itself is stopped after a while, and has no exit code then. */
function run(service: string, env: Env): Promise<End> {
  return new Promise((resolve) => {
    const entry = fileURLToPath(built(`apps/${service}/src/main.js`));
    execFile(process.execPath, [entry], { env, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

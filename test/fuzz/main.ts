/**
 * Asks a real platform made-up questions, drawn from its own OpenAPI document by schemathesis: as nobody, as a rider, as a
 * driver and as an operator. Fails when an answer is a 500, or is not what the document says.
 *
 * `.ci/fuzz` installs schemathesis and runs this; `node … test/fuzz/main.ts --st <path of st> --seconds 180`.
 */
import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { decodeJwt } from 'jose';
import { Api } from '../../tools/simulate/api.js';
import { OPERATOR, startCity } from '../e2e/city.js';

/** Of schemathesis. Not those that need links between operations, which the document does not have. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'unsupported_method',
  'allow_header_conformance',
  'ignored_auth',
];
/** How it writes what only we know how to write. */
const HOOKS = fileURLToPath(new URL('hooks.py', import.meta.url));
/** The password of the people made here. */
const PASSWORD = 'correct-horse-battery-staple-9';

const options = new Command('fuzz')
  .option('--st <path>', 'the schemathesis command', 'st')
  .option('--seconds <n>', 'in all', '180')
  .option('--seed <n>', 'repeat a run', '7')
  .option('--only <who>', 'nobody, rider, driver or operator')
  .option('--reports <directory>', 'where the reports are left', 'artifacts/fuzz')
  .parse()
  .opts<{ st: string; seconds: string; seed: string; only?: string; reports: string }>();
const reports = resolve(options.reports);
mkdirSync(reports, { recursive: true });

const city = await startCity(1);
const failed: string[] = [];
try {
  const people = await everybody(city.platform.baseUrl);
  const other = idsIn(people.rider!)[0]!;
  const asked = Object.entries(people).filter(([who]) => !options.only || who === options.only);
  for (const [who, token] of asked) {
    say(`== as ${who}`);
    if ((await run(who, token, other, Math.floor(Number(options.seconds) / asked.length))) !== 0) failed.push(who);
    // Somebody who was erased or signed out on the way has been told nothing but refusals since.
    const end = token ? await endOf(city.platform.baseUrl, token) : '200';
    if (end === '200') continue;
    say(`${who} ended with ${end} for GET /v1/users/me: answers after that are refusals only`);
    failed.push(who);
  }
} finally {
  await city.destroy();
}
say(
  failed.length === 0 ? 'every answer was as documented' : `not as documented: as ${[...new Set(failed)].join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Access tokens by who has them. */
async function everybody(baseUrl: string): Promise<Record<string, string | undefined>> {
  const api = () => new Api(baseUrl, new AbortController().signal);
  const [rider, driver, operator] = [api(), api(), api()];
  await rider.signIn('rider@people.example', PASSWORD, 'Rida', ['rider']);
  await rider.put('/v1/riders/me', { name: 'Rida' });
  await driver.signIn('driver@people.example', PASSWORD, 'Dora', ['driver']);
  const vehicle = { plate: 'LM 0001', description: 'Blue estate', seats: 4, wheelchairPlaces: 1 };
  await driver.put('/v1/drivers/me', { name: 'Dora', vehicle });
  await operator.logIn(OPERATOR.email, OPERATOR.password);
  return {
    nobody: undefined,
    rider: await rider.token(),
    driver: await driver.token(),
    operator: await operator.token(),
  };
}

/** `200`, or the status with its reason: a limit that is used up is no end of a session. */
async function endOf(baseUrl: string, token: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });
  if (answer.ok) return String(answer.status);
  const { reason } = (await answer.json()) as { reason?: string };
  return `${answer.status} ${reason}`;
}

/** Of the account and of the session that an access token is for. */
function idsIn(token: string): string[] {
  const { sub, session_id: session } = decodeJwt<{ session_id: string }>(token);
  return [sub!, session];
}

/** Resolves with schemathesis's exit status. `other` is the account that changes go to which would meet the person's own. */
function run(who: string, token: string | undefined, other: string, seconds: number): Promise<number> {
  const child = spawn(
    options.st.includes('/') ? resolve(options.st) : options.st,
    [
      'run',
      `${city.platform.baseUrl}/openapi.json`,
      '--checks',
      CHECKS.join(','),
      '--phases',
      'examples,coverage,fuzzing',
      '--continue-on-failure',
      '--max-time',
      String(seconds),
      '--request-timeout',
      '15',
      '--seed',
      options.seed,
      '--no-color',
      '--generation-database',
      'none',
      '--suppress-health-check',
      'all',
      '--warnings',
      'off',
      '--report',
      'ndjson',
      '--report-ndjson-path',
      join(reports, `${who}.ndjson`),
      ...(token ? ['--header', `Authorization: Bearer ${token}`] : []),
    ],
    {
      cwd: reports,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: HOOKS,
        FUZZ_OWN_IDS: token ? idsIn(token).join(' ') : '',
        FUZZ_OTHER_ID: other,
      },
    },
  );
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => done(code ?? 1));
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

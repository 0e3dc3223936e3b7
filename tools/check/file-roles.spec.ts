// The rules about file names, each of them broken once: in a small source tree of its own, every file imports all others.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { LIBRARIES, MAY_NOT_IMPORT, problemsIn, roleOf } from './file-roles.cjs';

const ROLES = Object.keys(MAY_NOT_IMPORT);
const ENDED = /\.(\w+)\.ts$/;
const fileOf = (role: string): string => `apps/station/src/${role === 'plain' ? 'thing' : `thing.${role}`}.ts`;
const roleIn = (path: string): string => ENDED.exec(path)?.[1] ?? 'plain';

/** The violations of the rules of this file, as `rule: from -> to`. */
async function violations(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'lastmile-roles-'));
  try {
    const paths = { '@lastmile/*': ['./libs/*/src/index.ts'] };
    const compilerOptions = { module: 'nodenext', moduleResolution: 'nodenext', paths };
    const tree = {
      'tsconfig.json': JSON.stringify({ compilerOptions }),
      'package.json': '{"type":"module"}',
      ...files,
    };
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const depcruise = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const options = ['apps', 'libs', '--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json'];
    const run = promisify(execFile)(process.execPath, [depcruise, ...options], { cwd: root, maxBuffer: 1 << 26 });
    // A violation ends it with a status; the report is on standard output all the same.
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    const report = JSON.parse(stdout) as {
      summary: { violations: { rule: { name: string }; from: string; to: string }[] };
    };
    return report.summary.violations
      .filter(({ rule }) => /^(role|library)-/.test(rule.name))
      .map(({ rule, from, to }) => `${rule.name}: ${roleIn(from)} -> ${to.startsWith('libs/') ? to : roleIn(to)}`)
      .sort();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

it('refuses every import that the table does not allow, and no other', async () => {
  const libraries = Object.keys(LIBRARIES);
  const imports = [
    ...ROLES.map((role) => `import '${fileOf(role).replace('apps/station/src', '.').replace(/ts$/, 'js')}';`),
    ...libraries.map((library) => `import '@lastmile/${library}';`),
  ].join('\n');
  const files = Object.fromEntries([
    ...ROLES.map((role) => [fileOf(role), `${imports}\nexport {};`]),
    ...libraries.map((library) => [`libs/${library}/src/index.ts`, 'export {};']),
  ]) as Record<string, string>;
  const wanted = ROLES.flatMap((role) => [
    // A file that imports itself is no violation: the tree has one file of each role.
    ...MAY_NOT_IMPORT[role]!.filter((other) => other !== role).map((other) => `role-${role}: ${role} -> ${other}`),
    ...libraries
      .filter((library) => !LIBRARIES[library]!.includes(role))
      .map((library) => `library-${library}: ${role} -> libs/${library}/src/index.ts`),
  ]).sort();
  const found = (await violations(files)).filter((each) => !/: (\w+) -> \1$/.test(each));
  expect(found).toEqual(wanted);
  expect(wanted.length).toBeGreaterThan(100);
}, 60_000);

it('knows the role by the name', () => {
  expect(roleOf('apps/trip/src/trips/trip.repository.ts')).toBe('repository');
  expect(roleOf('apps/trip/src/main.ts')).toBe('main');
  expect(roleOf('apps/station/src/import/upload.ts')).toBe('plain');
  expect(roleOf('apps/trip/src/trip.events.ts')).toBeUndefined();
  expect(roleOf('apps/trip/src/trip.helper.service.ts')).toBeUndefined();
});

const misplaced: [path: string, text: string, problem: RegExp][] = [
  ['station.events.ts', '', /no role/],
  ['a.repository.ts', "import { EventBus } from '@lastmile/events';", /EventBus or Outbox.*\*\.publisher\.ts/],
  ['a.repository.ts', "import { Jobs } from '@lastmile/events';", /Jobs or Timers.*\*\.queue\.ts/],
  ['a.service.ts', "@OnEvent('user.erased', UserErased)", /@OnEvent.*\*\.listener\.ts/],
  ['a.service.ts', "@OnJob('match')", /@OnJob or @OnTimer.*\*\.jobs\.ts/],
  ['a.service.ts', '@RpcController(StationServiceService)', /@RpcController.*\*\.controller\.ts/],
  ['a.service.ts', '@InjectClient(StationServiceService)', /@InjectClient.*\*\.client\.ts/],
  ['main.ts', 'const config = loadConfig({});', /the environment.*\*\.config\.ts/],
  ['a.service.ts', 'process.env.PORT', /the environment.*\*\.config\.ts/],
];

it.each(misplaced)('refuses %s with %p', (file, text, problem) => {
  expect(problemsIn(`apps/station/src/${file}`, text)).toEqual([expect.stringMatching(problem)]);
});

it('lets pass what stands where it belongs, and tests', () => {
  expect(problemsIn('apps/station/src/a.publisher.ts', "import { EventBus } from '@lastmile/events';")).toEqual([]);
  expect(problemsIn('apps/station/src/a.core.spec.ts', 'process.env.PORT')).toEqual([]);
});

it('is described in the document, role by role', () => {
  const text = readFileSync('docs/ARCHITECTURE.md', 'utf8');
  const described = [...text.matchAll(/^\| `\*\.(\w+)` \|/gm)].map(([, role]) => role);
  expect(described.sort()).toEqual(ROLES.filter((role) => role !== 'plain').sort());
});

// `npm run boundaries`: the import rules of .dependency-cruiser.cjs, that they looked at every file, and that the name of every
// file says what it is (file-roles.cjs).
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { problemsIn } from './file-roles.cjs';

const ROOTS = ['apps', 'libs', 'tools', 'test', 'bench'];
/** Files that git would not track do not count; nor do declarations. */
const sources = ROOTS.flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true })).filter(
  (entry) => entry.isFile() && entry.name.endsWith('.ts'),
).length;

let report;
try {
  report = execFileSync('depcruise', [...ROOTS, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
} catch (error) {
  // A violation ends depcruise with a status; the report is on standard output all the same.
  report = error.stdout;
}
const { modules, summary } = JSON.parse(report);
const cruised = modules.filter(
  ({ source }) => ROOTS.some((root) => source.startsWith(`${root}/`)) && source.endsWith('.ts'),
);
const failures = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
if (cruised.length < sources) failures.push(`only ${cruised.length} of ${sources} source files were looked at`);
for (const { source } of cruised) failures.push(...problemsIn(source, readFileSync(source, 'utf8')));
for (const failure of failures) console.error(failure);
console.log(
  `boundaries: ${cruised.length} modules, ${summary.totalDependenciesCruised} imports, ${failures.length} violations`,
);
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * `npm run bench:match:check -- --instances <file.json> --plans <lines.jsonl>`: verifies what `bench:match` printed, line by
 * line. Exit code 1 when any plan breaks a rule or is not worth what it says.
 */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { InstanceJson } from './instance.types.js';
import { problemsOf, type PlanLine } from './plan-check.js';

const { instances, plans } = new Command('bench:match:check')
  .requiredOption('--instances <file>', 'the JSON array that was planned')
  .requiredOption('--plans <file>', 'what bench:match printed')
  .parse()
  .opts<{ instances: string; plans: string }>();

const read = <T>(path: string, parse: (text: string) => T): T => {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`${path}: ${(error as Error).message}`);
    process.exit(1);
  }
};
const stations = read(instances, (text) => JSON.parse(text) as InstanceJson[]);
const lines = read(plans, (text) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PlanLine),
);

if (lines.length !== stations.length) {
  console.error(`${plans}: ${lines.length} plans of ${stations.length} instances`);
  process.exitCode = 1;
}
stations.slice(0, lines.length).forEach((instance, i) => {
  const line = lines[i] as PlanLine;
  const problems = problemsOf(instance, line);
  console.log(problems.length === 0 ? `ok ${line.name} ${line.objective}` : `${line.name}: ${problems.join('; ')}`);
  if (problems.length > 0) process.exitCode = 1;
});

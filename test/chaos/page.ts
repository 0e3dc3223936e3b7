// The table of docs/reliability.md: one row for each target, one column for each fault.
import { readFile, writeFile } from 'node:fs/promises';
import { FAULTS } from './faults.js';
import type { StepResult } from './step.js';

const BEGIN = '<!-- written by npm run test:chaos -- --write -->';
const END = '<!-- end -->';

/** Seconds to recover; a fault after which something was wrong shows as `failed`. */
export function tableOf(results: readonly StepResult[]): string {
  const cell = (target: string, fault: string): string => {
    const step = results.find((result) => result.target === target && result.fault === fault);
    if (!step) return '-';
    return step.problems.length > 0 ? 'failed' : `${step.recoverySeconds?.toFixed(1)} s`;
  };
  const faults = FAULTS.map(({ name }) => name);
  const targets = [...new Set(results.map(({ target }) => target))];
  const rows = [
    ['', ...faults],
    ['---', ...faults.map(() => '---:')],
    ...targets.map((target) => [target, ...faults.map((fault) => cell(target, fault))]),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Replaces what the last run wrote. */
export async function writeTable(page: URL, results: readonly StepResult[]): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`${page.pathname} has no place for the table`);
  const head = text.slice(0, before + BEGIN.length);
  await writeFile(page, `${head}\n\n${tableOf(results)}\n\n${text.slice(after)}`);
}

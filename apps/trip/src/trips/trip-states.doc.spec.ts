import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TRANSITIONS } from './trip.state.js';

const document = fileURLToPath(new URL('../../../../docs/trip-states.md', import.meta.url));

test('docs/trip-states.md shows the transitions as they are', () => {
  const rows = Object.entries(TRANSITIONS).map(([command, { from, to, by, reopensFor }]) => {
    const again = reopensFor.length === 0 ? 'no' : reopensFor.length === by.length ? 'yes' : reopensFor.join(', ');
    return `| ${command} | ${from.join(', ')} | ${to} | ${by.join(', ')} | ${again} |`;
  });
  const table = readFileSync(document, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replace(/ +/g, ' '));
  expect(table.slice(2)).toEqual(rows);
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as poller from './name-poller.js';
import * as server from './rpc-server.js';
import * as config from './service-config.js';

const text = readFileSync(fileURLToPath(new URL('../../../docs/balancing.md', import.meta.url)), 'utf8');

/** The first two columns of the tables of settings. */
const settings = text
  .split(/\| setting +\| value +\| why +\|\n\|[-| ]+\|\n/)
  .slice(1)
  .flatMap((table) => table.slice(0, table.indexOf('\n\n')).split('\n'))
  .map((row) =>
    row
      .split('|')
      .slice(1, 3)
      .map((cell) => cell.trim()),
  );

test('docs/balancing.md gives the values as they are', () => {
  const { JITTER, MIN_GAP_MS, UNRESOLVED_AFTER_MS, POLL_MS, FIRST_RETRY_MS } = poller;
  const { CONNECTION_AGE_SECONDS, GRACE_SECONDS } = server;
  const { DEFAULT_DEADLINE_MS, STREAM_BUFFER_BYTES, CONNECTION_OPTIONS, RETRY_POLICY, RETRY_THROTTLING } = config;
  const values = {
    POLL_MS,
    JITTER,
    MIN_GAP_MS,
    FIRST_RETRY_MS,
    UNRESOLVED_AFTER_MS,
    CONNECTION_AGE_SECONDS,
    GRACE_SECONDS,
    DEFAULT_DEADLINE_MS,
    ...RETRY_POLICY,
    ...RETRY_THROTTLING,
    ...CONNECTION_OPTIONS,
    STREAM_BUFFER_BYTES,
  };
  expect(settings).toEqual(Object.entries(values).map(([name, value]) => [name, String(value)]));
});

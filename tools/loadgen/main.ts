/** `npm run loadgen -- --address dns:///matching:50053 --workers 50 --rate 100 --seconds 60 --json out.json` */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useIdentity } from '@lastmile/grpc';
import { identityOf } from '../service-keys/key-files.js';
import { parseOptions } from './options.js';
import { runLoad } from './run-load.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

try {
  const options = parseOptions(process.argv.slice(2));
  // Beside a platform of this checkout; elsewhere the environment says where the keys are.
  if (!process.env.SERVICE_KEY_FILE) useIdentity(identityOf(join('.lastmile', 'service-keys'), 'loadgen'));
  const report = await runLoad(options, { signal: stop.signal, say: (line) => process.stderr.write(`${line}\n`) });
  const json = `${JSON.stringify(report, null, 2)}\n`;
  process.stdout.write(json);
  if (options.json) writeFileSync(options.json, json);
  if (report.calls > 0 && report.failed === report.calls) throw new Error('every call failed');
} catch (error) {
  // The cause of a call that failed tells which address did not answer.
  const { message, cause } = error as Error;
  const why = cause instanceof Error ? `${message} (${cause.message.replaceAll('\n', ' ')})` : message;
  process.stderr.write(`loadgen: ${why}\n`);
  process.exitCode = 1;
}

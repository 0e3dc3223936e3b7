/** `npm run loadgen -- --address dns:///matching:50053 --workers 50 --rate 100 --seconds 60 --json out.json` */
import { writeFileSync } from 'node:fs';
import { parseOptions } from './options.js';
import { runLoad } from './run-load.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

try {
  const options = parseOptions(process.argv.slice(2));
  const report = await runLoad(options, { signal: stop.signal, say: (line) => process.stderr.write(`${line}\n`) });
  const json = `${JSON.stringify(report, null, 2)}\n`;
  process.stdout.write(json);
  if (options.json) writeFileSync(options.json, json);
  if (report.calls > 0 && report.failed === report.calls) throw new Error('every call failed');
} catch (error) {
  process.stderr.write(`loadgen: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

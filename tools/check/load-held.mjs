// `node tools/check/load-held.mjs <report> [replicas]`: exit status 0 when no call of a load generator's report failed and, with a
// number, so many replicas had even shares.
import { readFileSync } from 'node:fs';

const [path, wanted] = process.argv.slice(2);
const { calls, failed, errors, latencyMs, replicas, busiestOverMean } = JSON.parse(readFileSync(path, 'utf8'));
console.log(`   ${calls} calls, p50 ${latencyMs.p50} p99 ${latencyMs.p99} ms`, replicas, errors);

const even = wanted === undefined || (Object.keys(replicas).length === Number(wanted) && busiestOverMean <= 1.05);
process.exitCode = calls > 0 && failed === 0 && even ? 0 : 1;

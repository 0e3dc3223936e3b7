// A replica as a process of its own: `replica-main.ts <host> <port> <drain seconds>`. Says `ready`, then each id it works on.
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { bootstrap } from '../src/index.js';
import { executions, serveReplica } from './replica.js';

const [host, port, drainSeconds] = process.argv.slice(2) as [string, string, string];
// Written before the work begins, so that a SIGKILL takes nothing back.
const say = (line: string) => void writeSync(1, `${line}\n`);
executions.record = (id) => say(`executed ${id}`);

await bootstrap('replica', async () => {
  const running = await serveReplica({ host, port: Number(port), drainSeconds: Number(drainSeconds) });
  say('ready');
  return running;
});

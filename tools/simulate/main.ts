// `npm run simulate`: simulated riders and drivers as clients of a running platform's public API and sockets.
import { clockFromEnv } from '@lastmile/config';
import { Command, InvalidArgumentError } from 'commander';
import { City } from './city.js';
import type { SimulatorReport } from './report.js';

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number from 0');
  return value;
};

const program = new Command('simulate')
  .description('Riders and drivers who live in the city, through the public API only.')
  .option('--url <url>', 'the gateway', process.env.LASTMILE_URL ?? 'http://127.0.0.1:8082')
  .option('--seed <n>', 'repeat a run', count, 7)
  .option('--riders <n>', 'how many riders', count, 40)
  .option('--drivers <n>', 'how many drivers', count, 14)
  .option('--stations <n>', 'how many stations they use', count, 4)
  .parse();

const options = program.opts<{ url: string; seed: number; riders: number; drivers: number; stations: number }>();
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
process.once('disconnect', () => stop.abort());

const city = new City({ ...options, baseUrl: options.url }, clockFromEnv(), stop.signal);
const report = (): SimulatorReport => ({ ...city.tally.totals(), trainsArrived: city.trainsArrived });
const reporting = setInterval(
  () => (process.send ? process.send(report()) : console.log(JSON.stringify(report()))),
  1_000,
);
try {
  await city.run();
} finally {
  clearInterval(reporting);
  if (process.connected) process.disconnect();
}

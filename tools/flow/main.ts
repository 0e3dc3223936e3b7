// `npm run flow -- --url http://localhost:8082`: imports the timetable and takes one ride, from sign-up to rating, through REST
// alone. Exit status 0 when everything happened as it should; for any running platform, its clock real or virtual.
import { Command } from 'commander';
import { importTimetable, signInOperator } from './operator.js';
import { takeARide } from './ride.js';

interface Options {
  readonly url: string;
  readonly gtfs: string;
  readonly operatorEmail: string;
  readonly operatorPassword: string;
  readonly operatorCode?: string;
  readonly patience: number;
}

const options = new Command('flow')
  .description('One ride through the public API of a running platform.')
  .option('--url <url>', 'the gateway', process.env.LASTMILE_URL ?? 'http://127.0.0.1:8082')
  .option('--gtfs <zip>', 'the timetable to import first', 'data/nyc-subway-7.gtfs.zip')
  .option('--operator-email <email>', 'who may import', process.env.OPERATOR_EMAIL ?? 'operator@lastmile.example')
  .option('--operator-password <password>', '', process.env.OPERATOR_PASSWORD ?? 'run-the-last-mile')
  .option('--operator-code <code>', 'of the second factor, where there is one', process.env.LASTMILE_OPERATOR_CODE)
  .option('--patience <seconds>', 'give up after', Number, 420)
  .parse()
  .opts<Options>();

const started = Date.now();
const say = (line: string) => console.log(`${((Date.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${line}`);
const signal = AbortSignal.timeout(options.patience * 1_000);

try {
  const { operatorEmail: email, operatorPassword: password, operatorCode: code } = options;
  const operator = await signInOperator(options.url, { email, password, code }, signal);
  say(`the operator signed in at ${options.url}`);
  say(await importTimetable(operator, options.gtfs, signal));
  await takeARide(operator, { url: options.url, signal, say });
  say('the flow is complete');
  // What is still open are idle connections.
  process.exit(0);
} catch (error) {
  const gaveUp = signal.aborted ? `gave up after ${options.patience} s` : (error as Error).message;
  console.error(`flow: ${gaveUp}`);
  process.exit(1);
}

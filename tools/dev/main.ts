// `npm run dev trip`: the whole platform with one service from its sources, reloaded when a file of it, or of a lib, changes.
// The rest runs from the build, so that a change elsewhere needs a start of its own.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { useIdentity } from '@lastmile/grpc';
import { importFeed } from '../import/import-feed.js';
import { readManifests } from '../launcher/manifests.js';
import { UNLIMITED } from '../launcher/unlimited.js';
import { startPlatform } from '../launcher/platform.js';
import { identityOf } from '../service-keys/key-files.js';
import { debounced, isSource } from './changes.js';

const names = readManifests().map(({ name }) => name);
const command = new Command('dev')
  .description('The platform, with one service reloaded when its sources change.')
  .argument('<service>', names.join(', '))
  .option('--directory <path>', 'where data and logs are kept', '.lastmile')
  .parse();
const [service = ''] = command.args;
if (!names.includes(service)) command.error(`error: no service ${service}; there are ${names.join(', ')}`);
const directory = resolve(command.opts<{ directory: string }>().directory);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

const platform = await startPlatform({
  directory,
  fromSources: service,
  envOf: {
    user: { OPERATOR_EMAIL: 'operator@demo.example', OPERATOR_PASSWORD: 'run-the-last-mile' },
    gateway: { ...UNLIMITED },
  },
  onDeath: (name, cause) => console.log(`dev: ${name} died (${cause}); starting it again`),
});
const logs = platform.processes().filter(({ name }) => name === service || name.startsWith(`${service}-`));
const tail = spawn('tail', ['-q', '-n', '0', '-F', ...logs.map(({ logFile }) => logFile)], {
  stdio: ['ignore', 1, 'ignore'],
});
try {
  useIdentity(identityOf(platform.keyDirectory, 'import'));
  await importFeed({
    address: platform.addressOf('station'),
    gtfs: 'data/nyc-subway-7.gtfs.zip',
    stationAreas: 'data/nyc-subway-7.areas.csv',
  });
  console.log(`dev: ${platform.baseUrl}, operator operator@demo.example, password run-the-last-mile`);
  console.log(`dev: ${service} is reloaded when apps/${service}/src or libs change; Ctrl-C stops everything`);
  await reloadUntilStopped();
} finally {
  tail.kill();
  await platform.stop();
}

async function reloadUntilStopped(): Promise<void> {
  const reload = debounced(async (path: string) => {
    const start = Date.now();
    await Promise.all(logs.map((process) => process.restart()));
    console.log(`dev: ${path} changed; ${service} started again ${Date.now() - start} ms later`);
  });
  for (const folder of [`apps/${service}/src`, 'libs']) {
    watch(folder, { recursive: true, signal: stop.signal }, (_event, file) => {
      if (file && isSource(file)) reload(`${folder}/${file}`);
    });
  }
  await new Promise<void>((done) => stop.signal.addEventListener('abort', () => done(), { once: true }));
}

/** `npm run service-keys -- [--directory <path>] [--rotate <service>] [--retire <service>] [--kubernetes]` */
import { Command } from 'commander';
import { readManifests } from '../launcher/manifests.js';
import { CALLING_TOOLS, makeServiceKeys, retireServiceKeys, rotateServiceKey } from './key-files.js';
import { kubernetesObjects } from './kubernetes.js';

/** Until every service has read a new public key: a minute of ours, and what Kubernetes takes to renew a mounted file. */
const PUBLISHED_AFTER_MS = 10 * 60_000;

const names = [...readManifests().map(({ name }) => name), ...CALLING_TOOLS];
const options = new Command('service-keys')
  .description('Keys by which services prove to each other who calls. Makes those that are missing; changes no other.')
  .option('--directory <path>', 'where they are kept', '.lastmile/service-keys')
  .option('--rotate <service>', 'a new key, which signs in ten minutes; the old ones stay valid')
  .option('--retire <service>', 'removes all keys of a service but the newest that signs')
  .option('--readable', 'private keys that any user may read: in a volume which one container has')
  .option('--kubernetes', 'prints a Secret for each service and a ConfigMap for all, for `kubectl apply -f -`')
  .parse()
  .opts<{ directory: string; rotate?: string; retire?: string; readable?: boolean; kubernetes?: boolean }>();

// Standard output is for `kubectl` alone.
const say = (line: string) => void process.stderr.write(`${line}\n`);
try {
  const made = makeServiceKeys(options.directory, names, options.readable ? 0o644 : 0o600);
  if (made.length > 0) say(`new keys in ${options.directory}: ${made.join(', ')}`);
  if (options.rotate) {
    const useFrom = new Date(Date.now() + PUBLISHED_AFTER_MS);
    rotateServiceKey(options.directory, options.rotate, useFrom);
    say(`${options.rotate} signs with a new key from ${useFrom.toISOString()} on`);
  }
  if (options.retire) {
    const removed = retireServiceKeys(options.directory, options.retire, new Date());
    say(`${options.retire}: ${removed} old keys removed; tokens they signed count for five minutes more`);
  }
  if (options.kubernetes) process.stdout.write(kubernetesObjects(options.directory, names));
} catch (error) {
  say(`service-keys: ${(error as Error).message}`);
  process.exitCode = 1;
}

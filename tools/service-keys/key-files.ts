// The files that services know each other by: `private/<service>/keys.json` for one service alone, `public/<service>.json` for
// all.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newServiceJwk, publicKeysOf, type ServiceJwk } from '@lastmile/auth';
import { identityFromEnv, type ProcessIdentity } from '@lastmile/grpc';

/** Tools that call services on their own account. */
export const CALLING_TOOLS = ['import', 'loadgen'] as const;

export const privateKeyFile = (directory: string, service: string): string =>
  join(directory, 'private', service, 'keys.json');
export const publicKeyDirectory = (directory: string): string => join(directory, 'public');

/** Makes what is missing: a key for each of these callers. Returns whose it made. */
export function makeServiceKeys(directory: string, services: readonly string[], privateMode = 0o600): string[] {
  const made = services.filter((service) => !existsSync(privateKeyFile(directory, service)));
  for (const service of made) write(directory, service, [newServiceJwk()], privateMode);
  return made;
}

/**
 * Adds a key that signs from `useFrom` on, when everybody has read its public half; the old ones stay valid.
 *
 * @throws Error when the service has no keys yet
 */
export function rotateServiceKey(directory: string, service: string, useFrom: Date): void {
  write(directory, service, [...readPrivateKeys(directory, service), newServiceJwk(useFrom.getTime())]);
}

/** Removes every key but the newest that signs. Returns how many. @throws Error when the service has no keys yet */
export function retireServiceKeys(directory: string, service: string, now: Date): number {
  const keys = readPrivateKeys(directory, service);
  const isInUse = ({ useFrom }: ServiceJwk) => useFrom * 1000 <= now.getTime();
  const newest = keys
    .filter(isInUse)
    .toSorted((a, b) => a.useFrom - b.useFrom)
    .at(-1);
  const kept = keys.filter((key) => key === newest || !isInUse(key));
  write(directory, service, kept);
  return keys.length - kept.length;
}

/** What a process of that service is told. */
export const serviceKeyEnv = (directory: string, service: string): Record<string, string> => ({
  SERVICE_KEY_FILE: privateKeyFile(directory, service),
  SERVICE_KEYS_DIR: publicKeyDirectory(directory),
});

/** For `useIdentity`, of a tool that is started beside the platform. Throws ConfigError when there are no such keys. */
export const identityOf = (directory: string, service: string): ProcessIdentity =>
  identityFromEnv(serviceKeyEnv(directory, service));

/** @throws Error when the service has no keys yet */
export function readPrivateKeys(directory: string, service: string): ServiceJwk[] {
  const file = privateKeyFile(directory, service);
  if (!existsSync(file)) throw new Error(`${service} has no keys in ${directory}`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { keys: ServiceJwk[] }).keys;
}

/** The public half first: nobody may be asked to believe a key that is not published. */
function write(directory: string, service: string, keys: readonly ServiceJwk[], privateMode = 0o600): void {
  mkdirSync(dirname(privateKeyFile(directory, service)), { recursive: true, mode: 0o700 });
  mkdirSync(publicKeyDirectory(directory), { recursive: true });
  replace(join(publicKeyDirectory(directory), `${service}.json`), publicKeysOf(keys), 0o644);
  replace(privateKeyFile(directory, service), { keys }, privateMode);
}

/** In one step: a service may read it at any moment. */
function replace(file: string, content: object, mode: number): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode });
  renameSync(`${file}.new`, file);
}

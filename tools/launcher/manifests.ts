// Reads the apps' service.json files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ServiceManifest } from './topology.js';

const APPS = new URL('../../apps/', import.meta.url);

/** All services, by name; an app without the file, such as the web app, is no service. */
export function readManifests(): ServiceManifest[] {
  return readdirSync(APPS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => new URL(`${entry.name}/service.json`, APPS))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as ServiceManifest)
    .sort((a, b) => a.name.localeCompare(b.name));
}

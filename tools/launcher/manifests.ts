// Reads the apps' service.json files.
import { readdirSync, readFileSync } from 'node:fs';
import type { ServiceManifest } from './topology.js';

const APPS = new URL('../../apps/', import.meta.url);

/** All services, by name. */
export function readManifests(): ServiceManifest[] {
  return readdirSync(APPS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => JSON.parse(readFileSync(new URL(`${entry.name}/service.json`, APPS), 'utf8')) as ServiceManifest)
    .sort((a, b) => a.name.localeCompare(b.name));
}

// What the repository says of its services, for the manifests to agree with.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** Of the gateway, beside its gRPC port. */
export const HTTP_PORT = 8082;
export const POSTGRES_PORT = 5432;

export interface Service {
  readonly name: string;
  readonly port: number;
  readonly calls: readonly string[];
  /** It has tables, and so a database role of its own. */
  readonly hasSchema: boolean;
}

/** Absolute path of a file or folder of the repository. */
export const repositoryPath = (path: string): string => new URL(path, ROOT).pathname;

/** All services, by name. */
export function readServices(): Service[] {
  return readdirSync(new URL('apps/', ROOT))
    .filter((name) => existsSync(new URL(`apps/${name}/service.json`, ROOT)))
    .sort()
    .map((name) => {
      const manifest = JSON.parse(readFileSync(new URL(`apps/${name}/service.json`, ROOT), 'utf8')) as Service;
      const hasSchema = existsSync(new URL(`apps/${name}/migrations`, ROOT));
      return { name, port: manifest.port, calls: manifest.calls, hasSchema };
    });
}

// Which services publish and listen to which events, as declared in `apps/<service>/service.json`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const declaration = z.object({
  name: z.string(),
  hears: z.record(z.string(), z.string()),
  tells: z.array(z.string()),
});

/** Reads every declaration once. */
export class ServiceGraph {
  private readonly services: z.infer<typeof declaration>[];

  /** @throws Error when a service listens to an event that no service publishes */
  constructor(appsDirectory: string) {
    this.services = readdirSync(appsDirectory)
      .map((folder) => join(appsDirectory, folder, 'service.json'))
      .filter((file) => existsSync(file))
      .map((file) => declaration.parse(JSON.parse(readFileSync(file, 'utf8'))));
    const told = new Set(this.services.flatMap(({ tells }) => tells));
    for (const { name, hears } of this.services) {
      const unknown = Object.keys(hears).find((type) => !told.has(type));
      if (unknown) throw new Error(`${name} hears ${unknown}, which no service tells`);
    }
  }

  /** The services that listen to events of this type. */
  listenersOf(type: string): string[] {
    return this.services.filter(({ hears }) => type in hears).map(({ name }) => name);
  }

  /** @throws Error when the service has no declaration */
  of(service: string): { hears: string[]; tells: string[] } {
    const found = this.services.find(({ name }) => name === service);
    if (!found) throw new Error(`${service} has no service.json`);
    return { hears: Object.keys(found.hears), tells: found.tells };
  }
}

// Which service may enqueue which event for which listener, as declared in `apps/<service>/service.json`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export interface ListenerTask {
  /** `<listener>:<type of the event>`, as libs/events names it. */
  readonly task: string;
  /** The service that publishes the event: the type begins with its name. */
  readonly teller: string;
}

const declaration = z.object({ name: z.string(), hears: z.record(z.string(), z.string()) });

export function readListeners(appsDirectory: string): ListenerTask[] {
  return readdirSync(appsDirectory)
    .map((folder) => join(appsDirectory, folder, 'service.json'))
    .filter((file) => existsSync(file))
    .map((file) => declaration.parse(JSON.parse(readFileSync(file, 'utf8'))))
    .flatMap(({ name, hears }) =>
      Object.keys(hears).map((type) => ({ task: `${name}:${type}`, teller: type.split('.')[0] ?? type })),
    );
}

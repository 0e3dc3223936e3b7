// docker-compose.yml held against the same facts as the manifests: its environment, and the addresses that clients are given.
import { parse } from 'yaml';
import type { EnvReads } from './env-reads.js';
import { environmentViolations } from './environment.js';
import { builtFrom } from './images.js';
import type { Service } from './services.js';

interface ComposeFile {
  services: Record<string, { image: string; environment?: Record<string, string> }>;
}

/** One line per violation. Pure. */
export function composeViolations(
  text: string,
  services: readonly Service[],
  reads: ReadonlyMap<string, EnvReads>,
): string[] {
  const composed = Object.entries((parse(text, { merge: true }) as ComposeFile).services);
  const missing = services.filter(({ name }) => !composed.some(([service]) => service === name));
  return [
    ...missing.map(({ name }) => `compose ${name}: is missing`),
    ...composed.flatMap(([service, { image, environment = {} }]) => {
      const who = `compose ${service}`;
      const known = reads.get(builtFrom(image) ?? '');
      const variables = Object.entries(environment).map(([name, value]) => ({ name, value }));
      return [
        ...(known ? environmentViolations(who, known, variables) : []),
        ...variables.flatMap(({ name, value }) => addressViolations(who, name, value, services)),
      ];
    }),
  ];
}

function addressViolations(who: string, name: string, value: string, services: readonly Service[]): string[] {
  if (!name.endsWith('_ADDRESS')) return [];
  const known = services.some((service) => value === `dns:///${service.name}:${service.port}`);
  return known ? [] : [`${who}: ${name} is ${value}, where no service listens`];
}

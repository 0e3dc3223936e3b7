// All checks of one rendered folder.
import { existsSync, readFileSync } from 'node:fs';
import { readsOf, readsOfFolder, readsOfMigrate, type EnvReads } from './env-reads.js';
import { environmentViolations } from './environment.js';
import { builtFrom, imageViolations } from './images.js';
import { containersOf, nameOf, workloads, type K8sObject } from './objects.js';
import { portViolations } from './ports.js';
import { referenceViolations, type OutsideSecrets } from './references.js';
import { repositoryPath, type Service } from './services.js';
import { tlsViolations } from './tls.js';

/** What the repository says, read once. */
export interface Facts {
  readonly services: readonly Service[];
  /** By image: `trip`, `migrate`. */
  readonly reads: ReadonlyMap<string, EnvReads>;
  readonly outside: OutsideSecrets;
}

export function readFacts(services: readonly Service[]): Facts {
  const example = readFileSync(repositoryPath('k8s/overlays/production/secrets.example.env'), 'utf8');
  const keys = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, key]) => key!);
  return {
    services,
    reads: new Map([
      ...services.map(({ name }) => [name, readsOf(name)] as const),
      ['migrate', readsOfMigrate(services)] as const,
      ...(existsSync(repositoryPath('tools/loadgen')) ? [['loadgen', readsOfFolder('tools/loadgen')] as const] : []),
    ]),
    outside: {
      'lastmile-secrets': [...keys, 'POSTGRES_PASSWORD'],
      'lastmile-supabase': ['SUPABASE_URL', 'SUPABASE_ANON_KEY', 'SUPABASE_SERVICE_ROLE_KEY'],
    },
  };
}

/** Of objects that have the right shape already. One line per violation. */
export function crossViolations(objects: readonly K8sObject[], facts: Facts): string[] {
  const environment = workloads(objects).flatMap((workload) =>
    containersOf(workload).flatMap((container) => {
      const reads = facts.reads.get(builtFrom(container.image) ?? '');
      return reads ? environmentViolations(nameOf(workload.object), reads, container.env ?? []) : [];
    }),
  );
  return [
    ...referenceViolations(objects, facts.outside),
    ...portViolations(objects, facts.services),
    ...imageViolations(objects, facts.services),
    ...tlsViolations(objects, facts.services),
    ...environment,
  ];
}

// Renders folders of k8s/ with kustomize itself: `kustomize` when it is installed, else the one inside kubectl.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Rendered } from './objects.js';
import { repositoryPath } from './services.js';

const K8S = repositoryPath('k8s');

/** Components that change each other's objects, in the order in which overlays must name them. */
const TOGETHER = [['loadgen', 'service-tls']];

/** Renders each overlay as it is, and the base with each component alone, so that none needs another. */
export function renderAll(): Rendered[] {
  const overlays = folders('overlays').map((name) => render(`overlays/${name}`, join(K8S, 'overlays', name)));
  return [
    ...overlays,
    ...folders('components').map((name) => renderComponents(name)),
    ...TOGETHER.map((names) => renderComponents(...names)),
  ];
}

function renderComponents(...names: string[]): Rendered {
  // kustomize takes relative paths alone, and none that leaves the repository's file system by a link.
  const directory = mkdtempSync(join(K8S, '.render-'));
  try {
    const path = (part: string) => relative(directory, join(K8S, part));
    const kustomization = { resources: [path('base')], components: names.map((name) => path(`components/${name}`)) };
    writeFileSync(join(directory, 'kustomization.yaml'), stringify(kustomization));
    return render(`components/${names.join(' + ')}`, directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** @throws Error with kustomize's own words */
function render(name: string, directory: string): Rendered {
  const [command, args] = kustomize();
  const output = execFileSync(command, [...args, directory], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return { name, objects: parseAllDocuments(output).map((document) => document.toJS() as Rendered['objects'][number]) };
}

let found: [string, string[]] | undefined;

function kustomize(): [string, string[]] {
  const candidates: [string, string[]][] = [
    ['kustomize', ['build']],
    ['kubectl', ['kustomize']],
  ];
  found ??= candidates.find(([command]) => isInstalled(command));
  if (!found) throw new Error('neither kustomize nor kubectl is installed');
  return found;
}

function isInstalled(command: string): boolean {
  return (process.env.PATH ?? '').split(':').some((directory) => {
    try {
      return readdirSync(directory).includes(command);
    } catch {
      return false; // a folder of PATH that is not there
    }
  });
}

const folders = (kind: string): string[] =>
  readdirSync(join(K8S, kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

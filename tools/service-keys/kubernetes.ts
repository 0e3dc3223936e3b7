// The same keys as objects of Kubernetes: a Secret for each service, mounted by it alone, and one ConfigMap for all.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateKeyFile, publicKeyDirectory } from './key-files.js';

const NAMESPACE = 'lastmile';
const labels = { 'app.kubernetes.io/part-of': 'lastmile' };

/** A List as JSON, which `kubectl apply -f -` takes as well as YAML. @throws Error when keys are missing */
export function kubernetesObjects(directory: string, services: readonly string[]): string {
  const secrets = services.map((service) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${service}-service-key`, namespace: NAMESPACE, labels },
    type: 'Opaque',
    stringData: { 'keys.json': readFileSync(privateKeyFile(directory, service), 'utf8') },
  }));
  const published = services.map((service) => {
    const file = `${service}.json`;
    return [file, readFileSync(join(publicKeyDirectory(directory), file), 'utf8')] as const;
  });
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'service-keys', namespace: NAMESPACE, labels },
    data: Object.fromEntries(published),
  };
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [configMap, ...secrets] }, null, 2)}\n`;
}

// `npm run manifests`: renders every overlay and component of k8s/ and checks every object, alone and against the rest;
// docker-compose.yml too.
// With --write it writes the network policies anew from the declared call graph.
import { readFileSync, writeFileSync } from 'node:fs';
import { crossViolations, readFacts } from './check.js';
import { composeViolations } from './compose.js';
import { renderAll } from './kustomize.js';
import { networkPolicies } from './network-policies.js';
import { schemaViolations } from './schema.js';
import { readServices, repositoryPath } from './services.js';

const POLICIES = 'k8s/base/network-policies.yaml';
const services = readServices();
const policies = networkPolicies(services);
const failures: string[] = [];

if (process.argv.includes('--write')) writeFileSync(repositoryPath(POLICIES), policies);
else if (readFileSync(repositoryPath(POLICIES), 'utf8') !== policies)
  failures.push(`${POLICIES} is not what the call graph says: run npm run manifests -- --write`);

const facts = readFacts(services);
failures.push(...composeViolations(readFileSync(repositoryPath('docker-compose.yml'), 'utf8'), services, facts.reads));
for (const rendered of renderAll()) {
  const shape = await schemaViolations(rendered.objects);
  // What has the wrong shape cannot be compared.
  const violations = shape.length > 0 ? shape : crossViolations(rendered.objects, facts);
  failures.push(...violations.map((violation) => `${rendered.name}: ${violation}`));
  console.log(`${rendered.name}: ${rendered.objects.length} objects, ${violations.length} violations`);
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;

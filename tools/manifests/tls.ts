// TLS between services is on for all of them, and for the tools that call them, or for none. Where it is on, each has a certificate
// for its own name, mounted where the app reads it, and probes ask where they need none.
import { containersOf, ofKind, told, workloads, type Container, type K8sObject, type Workload } from './objects.js';
import type { Service } from './services.js';

interface CertificateSpec {
  readonly secretName: string;
  readonly dnsNames?: readonly string[];
  readonly usages?: readonly string[];
  readonly duration?: string;
  readonly renewBefore?: string;
  readonly privateKey?: { readonly rotationPolicy?: string };
  readonly issuerRef: { readonly kind?: string; readonly name: string };
}

const FILES = { GRPC_TLS_CERT_FILE: 'tls.crt', GRPC_TLS_KEY_FILE: 'tls.key', GRPC_TLS_CA_FILE: 'ca.crt' } as const;
const USAGES = ['digital signature', 'server auth', 'client auth'];

/** One line per violation. Pure. */
export function tlsViolations(objects: readonly K8sObject[], services: readonly Service[]): string[] {
  const deployments = workloads(objects).filter(({ object }) => object.kind === 'Deployment');
  if (!deployments.some((each) => told(serviceOf(each), 'GRPC_TLS_CERT_FILE'))) return [];
  const all = [
    ...services.flatMap(({ name }) => deployments.find(({ object }) => object.metadata.name === name) ?? []),
    ...workloads(objects).filter(isCallingJob),
  ];
  const secrets = all.map((each) => secretOf(each, told(serviceOf(each), 'GRPC_TLS_CERT_FILE')));
  return all.flatMap((workload, i) => {
    const { kind, metadata } = workload.object;
    const { name } = metadata;
    const shared = secrets.filter((secret) => secret !== undefined && secret === secrets[i]).length > 1;
    const violations = [
      ...filesViolations(workload),
      ...(shared ? [`Secret ${secrets[i]} is another service's as well`] : []),
      ...(secrets[i] === undefined ? [] : certificateViolations(name, secrets[i], objects)),
      ...(kind === 'Job' ? [] : probeViolations(name, serviceOf(workload))),
    ];
    return violations.map((violation) => `${kind} ${name}: ${violation}`);
  });
}

const serviceOf = (workload: Workload): Container => containersOf(workload)[0]!;

/** A tool that calls services, as loadgen does: it has a service key of its own. */
const isCallingJob = (workload: Workload): boolean =>
  workload.object.kind === 'Job' && told(serviceOf(workload), 'SERVICE_KEY_FILE') !== undefined;

/** The Secret that a file is mounted from, read only. */
function secretOf({ template }: Workload, file: string | undefined): string | undefined {
  const folder = file?.slice(0, file.lastIndexOf('/'));
  const mount = template.spec.containers[0]!.volumeMounts?.find(({ mountPath }) => mountPath === folder);
  if (!mount?.readOnly) return undefined;
  return template.spec.volumes?.find(({ name }) => name === mount.name)?.secret?.secretName;
}

/** All three are files of one Secret, by the names that cert-manager gives them. */
function filesViolations(workload: Workload): string[] {
  const container = serviceOf(workload);
  const secret = secretOf(workload, told(container, 'GRPC_TLS_CERT_FILE'));
  return Object.entries(FILES).flatMap(([key, file]) => {
    const path = told(container, key);
    if (path === undefined) return [`${key} is not set, while other services have TLS`];
    if (!path.endsWith(`/${file}`)) return [`${key} is ${path}: cert-manager calls that file ${file}`];
    const from = secretOf(workload, path);
    if (from === undefined) return [`${key} is ${path}: no Secret is mounted there, read only`];
    return from === secret ? [] : [`${key} is of another Secret than the certificate`];
  });
}

function certificateViolations(service: string, secret: string, objects: readonly K8sObject[]): string[] {
  const found = ofKind(objects, 'Certificate').find(({ spec }) => spec?.secretName === secret);
  if (!found) return [`no Certificate makes the Secret ${secret}`];
  const { dnsNames, usages, duration, renewBefore, privateKey, issuerRef } = found.spec as unknown as CertificateSpec;
  const issuer = ofKind(objects, 'Issuer').find(({ metadata }) => metadata.name === issuerRef.name);
  const missing = USAGES.filter((usage) => !usages?.includes(usage));
  return [
    ...(dnsNames?.[0] === service ? [] : [`its certificate is for ${dnsNames?.[0] ?? 'no name'}`]),
    ...missing.map((usage) => `its certificate is not for ${usage}`),
    ...(duration && renewBefore ? [] : ['its certificate does not say how long it lasts and when it is renewed']),
    ...(privateKey?.rotationPolicy === 'Always' ? [] : ['its certificate is renewed with the same key']),
    ...(issuer?.spec?.ca ? [] : [`its certificate is of ${issuerRef.name}, which is no CA of ours`]),
  ];
}

/** Kubernetes' probes show no certificate. The gateway's port is for callers from outside, who need none either. */
function probeViolations(service: string, container: Container): string[] {
  if (service === 'gateway') return [];
  const port = told(container, 'HEALTH_PORT');
  const probes = {
    startup: container.startupProbe,
    readiness: container.readinessProbe,
    liveness: container.livenessProbe,
  };
  return Object.entries(probes)
    .filter(([, probe]) => probe?.grpc === undefined || String(probe.grpc.port) !== port)
    .map(([name]) => `its ${name} probe does not ask HEALTH_PORT, and has no certificate for another`);
}

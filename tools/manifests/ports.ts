// Ports are those the apps listen on, and every address that a client is given is a Service with that port.
import {
  containersOf,
  nameOf,
  ofKind,
  selects,
  told,
  workloads,
  type Container,
  type K8sObject,
  type Labels,
  type Workload,
} from './objects.js';
import { HTTP_PORT, type Service } from './services.js';

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

/** One line per violation. Pure. */
export function portViolations(objects: readonly K8sObject[], services: readonly Service[]): string[] {
  const all = workloads(objects);
  return [
    ...services.flatMap((service) => listening(service, all)),
    ...all.flatMap((workload) => probes(workload)),
    ...ofKind(objects, 'Service').flatMap((service) => targetPorts(service, all)),
    ...all.flatMap((workload) => addresses(workload, objects)),
    ...ofKind(objects, 'Ingress').flatMap((ingress) => backends(ingress, objects)),
  ];
}

/** A service's pods declare the port of its service.json, tell it to the app, and no other. */
function listening({ name, port }: Service, all: readonly Workload[]): string[] {
  const workload = all.find(({ object }) => object.kind === 'Deployment' && object.metadata.name === name);
  if (!workload) return [`Deployment ${name}: is missing`];
  const container = containersOf(workload)[0]!;
  const declared = (container.ports ?? []).map(({ containerPort }) => containerPort);
  const health = told(container, 'HEALTH_PORT');
  const wanted: Record<string, number> = {
    GRPC_PORT: port,
    ...(name === 'gateway' && { HTTP_PORT }),
    ...(health !== undefined && { HEALTH_PORT: Number(health) }),
  };
  return [
    ...Object.entries(wanted)
      .filter(([key, value]) => told(container, key) !== String(value))
      .map(
        ([key, value]) =>
          `Deployment ${name}: ${key} is ${told(container, key) ?? 'not set'}, the service's port is ${value}`,
      ),
    ...Object.values(wanted)
      .filter((value) => !declared.includes(value))
      .map((value) => `Deployment ${name}: port ${value} is not declared`),
    ...declared
      .filter((value) => !Object.values(wanted).includes(value))
      .map((value) => `Deployment ${name}: nobody listens on ${value}`),
  ];
}

function probes(workload: Workload): string[] {
  const who = nameOf(workload.object);
  return containersOf(workload).flatMap((container) =>
    [container.startupProbe, container.readinessProbe, container.livenessProbe]
      .flatMap((probe) => probe?.grpc?.port ?? probe?.httpGet?.port ?? [])
      .filter((port) => !portOf(container, port))
      .map((port) => `${who}: a probe asks port ${port}, which is not declared`),
  );
}

const portOf = (container: Container, port: number | string) =>
  container.ports?.find(({ name, containerPort }) => name === port || containerPort === port);

function targetPorts(service: K8sObject, all: readonly Workload[]): string[] {
  const { selector, ports } = service.spec as { selector: Labels; ports: ServicePort[] };
  const behind = all.filter(({ template }) => selects({ matchLabels: selector }, template.metadata?.labels ?? {}));
  return ports.flatMap(({ port, targetPort = port }) =>
    behind
      .filter((workload) => !containersOf(workload).some((container) => portOf(container, targetPort)))
      .map(({ object }) => `${nameOf(service)}: port ${targetPort} is not declared by ${nameOf(object)}`),
  );
}

/** `<SERVICE>_ADDRESS` variables: `dns:///trip:50057` must be Service trip with port 50057. */
function addresses(workload: Workload, objects: readonly K8sObject[]): string[] {
  const who = nameOf(workload.object);
  return containersOf(workload)
    .flatMap((container) => container.env ?? [])
    .filter(({ name, value }) => name.endsWith('_ADDRESS') && value !== undefined)
    .flatMap(({ name, value }) => {
      const [, host, port] = /^[a-z]+:\/\/\/([a-z0-9-]+):(\d+)$/.exec(value!) ?? [];
      const ports = host ? portsOf(host, objects) : undefined;
      if (!ports) return [`${who}: ${name} is ${value}: no such Service`];
      return ports.some((each) => each.port === Number(port)) ? [] : [`${who}: ${name} is ${value}: no such port`];
    });
}

interface Backend {
  service: { name: string; port: { name?: string; number?: number } };
}

function backends(ingress: K8sObject, objects: readonly K8sObject[]): string[] {
  const rules = ingress.spec?.rules as { http: { paths: { backend: Backend }[] } }[];
  return rules
    .flatMap(({ http }) => http.paths)
    .filter(({ backend: { service } }) => {
      const wanted = service.port;
      return !portsOf(service.name, objects)?.some(({ name, port }) => name === wanted.name || port === wanted.number);
    })
    .map(({ backend }) => `${nameOf(ingress)}: Service ${backend.service.name} or its port does not exist`);
}

const portsOf = (name: string, objects: readonly K8sObject[]): ServicePort[] | undefined =>
  ofKind(objects, 'Service').find(({ metadata }) => metadata.name === name)?.spec?.ports as ServicePort[] | undefined;

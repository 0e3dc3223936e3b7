// What objects say of each other holds: selectors match pods, names and keys exist.
import {
  containersOf,
  nameOf,
  ofKind,
  selects,
  workloads,
  type K8sObject,
  type KeyRef,
  type LabelSelector,
  type Labels,
  type Workload,
} from './objects.js';

/** Secrets that are made by hand before the first rollout, with their keys. */
export type OutsideSecrets = Readonly<Record<string, readonly string[]>>;

/** Pods that another controller makes for a minute: cert-manager's. */
const FOREIGN_PODS: readonly Labels[] = [{ 'acme.cert-manager.io/http01-solver': 'true' }];

/** One line per violation. Pure. */
export function referenceViolations(objects: readonly K8sObject[], outside: OutsideSecrets): string[] {
  const all = workloads(objects);
  const pods = [...all.map(({ template }) => template.metadata?.labels ?? {}), ...FOREIGN_PODS];
  return [
    ...duplicates(objects),
    ...all.flatMap((workload) => ownPods(workload)),
    ...all.flatMap((workload) => names(workload, objects, outside)),
    ...selectors(objects)
      .filter(({ selector }) => !pods.some((labels) => selects(selector, labels)))
      .map(({ who }) => `${who}: its selector matches no pod`),
    ...targets(objects),
    ...bindings(objects),
  ];
}

function duplicates(objects: readonly K8sObject[]): string[] {
  const all = objects.map((object) => nameOf(object));
  return all.filter((name, i) => all.indexOf(name) !== i).map((name) => `${name}: there are two of them`);
}

/** A workload's own selector must match its own pods, and no other's. */
function ownPods({ object, template }: Workload): string[] {
  const labels = template.metadata?.labels ?? {};
  const who = nameOf(object);
  const selector = object.spec?.selector as LabelSelector | undefined;
  const spread = template.spec.topologySpreadConstraints ?? [];
  return [
    ...(selector && !selects(selector, labels) ? [`${who}: its selector does not match the labels of its pods`] : []),
    ...(spread.every(({ labelSelector }) => labelSelector && selects(labelSelector, labels))
      ? []
      : [`${who}: a topology spread constraint does not match its pods`]),
  ];
}

function names(workload: Workload, objects: readonly K8sObject[], outside: OutsideSecrets): string[] {
  const who = nameOf(workload.object);
  const account = workload.template.spec.serviceAccountName;
  const hasAccount = ofKind(objects, 'ServiceAccount').some(({ metadata }) => metadata.name === account);
  const env = containersOf(workload).flatMap((container) => container.env ?? []);
  const secrets = env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []);
  const settings = env.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef ?? []);
  return [
    ...(account && hasAccount ? [] : [`${who}: ServiceAccount ${account ?? '(none)'} does not exist`]),
    ...secrets.flatMap((ref) => keyOf(who, 'Secret', ref, ofKind(objects, 'Secret'), outside)),
    ...settings.flatMap((ref) => keyOf(who, 'ConfigMap', ref, ofKind(objects, 'ConfigMap'), {})),
  ];
}

function keyOf(
  who: string,
  kind: string,
  ref: KeyRef,
  objects: readonly K8sObject[],
  outside: OutsideSecrets,
): string[] {
  if (ref.optional) return [];
  const found = objects.find(({ metadata }) => metadata.name === ref.name);
  const keys = found ? Object.keys({ ...found.data, ...found.stringData }) : outside[ref.name];
  if (!keys) return [`${who}: ${kind} ${ref.name} does not exist`];
  return keys.includes(ref.key) ? [] : [`${who}: ${kind} ${ref.name} has no key ${ref.key}`];
}

/** Selectors of Services, PodDisruptionBudgets and NetworkPolicies (their own, and of peers in the same namespace). */
function selectors(objects: readonly K8sObject[]): { who: string; selector: LabelSelector }[] {
  return objects.flatMap((object) => {
    const who = nameOf(object);
    const spec = object.spec ?? {};
    switch (object.kind) {
      case 'Service':
        return [{ who, selector: { matchLabels: spec.selector as Labels } }];
      case 'PodDisruptionBudget':
        return [{ who, selector: spec.selector as LabelSelector }];
      case 'NetworkPolicy':
        return [
          { who, selector: spec.podSelector as LabelSelector },
          ...peers(spec).map((selector) => ({ who, selector })),
        ];
      default:
        return [];
    }
  });
}

interface Rule {
  from?: Peer[];
  to?: Peer[];
}
interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: object;
}

function peers({ ingress = [], egress = [] }: { ingress?: Rule[]; egress?: Rule[] }): LabelSelector[] {
  return [...ingress.flatMap(({ from = [] }) => from), ...egress.flatMap(({ to = [] }) => to)]
    .filter(({ namespaceSelector }) => !namespaceSelector)
    .flatMap(({ podSelector }) => podSelector ?? []);
}

/** An autoscaler's target exists, and leaves the number of replicas to it. */
function targets(objects: readonly K8sObject[]): string[] {
  return ofKind(objects, 'HorizontalPodAutoscaler').flatMap((object) => {
    const { kind, name } = object.spec?.scaleTargetRef as { kind: string; name: string };
    const target = ofKind(objects, kind).find(({ metadata }) => metadata.name === name);
    if (!target) return [`${nameOf(object)}: ${kind} ${name} does not exist`];
    return target.spec?.replicas === undefined
      ? []
      : [`${nameOf(target)}: sets replicas, which its autoscaler decides`];
  });
}

/** A RoleBinding gives a Role that exists to accounts that exist. */
function bindings(objects: readonly K8sObject[]): string[] {
  return ofKind(objects, 'RoleBinding').flatMap((object) =>
    [object.roleRef, ...(object.subjects ?? [])].flatMap((ref) => {
      if (!ref || ofKind(objects, ref.kind).some(({ metadata }) => metadata.name === ref.name)) return [];
      return [`${nameOf(object)}: ${ref.kind} ${ref.name} does not exist`];
    }),
  );
}

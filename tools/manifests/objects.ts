// Kubernetes objects as far as the cross-checks look into them; `schema.ts` proves that they have this shape.

export type Labels = Readonly<Record<string, string>>;

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { secretKeyRef?: KeyRef; configMapKeyRef?: KeyRef };
}

export interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

interface Probe {
  readonly grpc?: { port: number };
  readonly httpGet?: { port: number | string };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly EnvVar[];
  readonly ports?: readonly { name?: string; containerPort: number }[];
  readonly volumeMounts?: readonly { name: string; mountPath: string; readOnly?: boolean }[];
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
}

export interface PodTemplate {
  readonly metadata?: { labels?: Labels };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly { name: string; secret?: { secretName?: string } }[];
    readonly topologySpreadConstraints?: readonly { labelSelector?: LabelSelector }[];
  };
}

/** Any object; `spec` and `data` as written. */
export interface K8sObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: Record<string, unknown>;
  readonly data?: Record<string, string>;
  readonly stringData?: Record<string, string>;
  /** Of a RoleBinding. */
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string }[];
}

/** What kustomize made of a folder, such as `overlays/minikube`. */
export interface Rendered {
  readonly name: string;
  readonly objects: readonly K8sObject[];
}

/** Something that runs pods. */
export interface Workload {
  readonly object: K8sObject;
  readonly template: PodTemplate;
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']);

/** The value of an environment variable that is written out. */
export const told = (container: Container, key: string): string | undefined =>
  container.env?.find(({ name }) => name === key)?.value;

export const nameOf = ({ kind, metadata }: K8sObject): string => `${kind} ${metadata.name}`;

export const ofKind = (objects: readonly K8sObject[], kind: string): K8sObject[] =>
  objects.filter((object) => object.kind === kind);

export const workloads = (objects: readonly K8sObject[]): Workload[] =>
  objects
    .filter(({ kind }) => WORKLOADS.has(kind))
    .map((object) => ({ object, template: object.spec?.template as PodTemplate }));

export const containersOf = ({ template }: Workload): readonly Container[] => [
  ...template.spec.containers,
  ...(template.spec.initContainers ?? []),
];

/** Whether labels satisfy a selector. An empty selector takes all. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((expression) => satisfies(expression, labels));
}

function satisfies(
  { key, operator, values = [] }: { key: string; operator: string; values?: readonly string[] },
  labels: Labels,
): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

// Who may talk to whom in a cluster, from the declared call graph: nothing else passes.
import { stringify } from 'yaml';
import { HTTP_PORT, POSTGRES_PORT, type Service } from './services.js';

const HEADER = `# Written by \`npm run manifests -- --write\` from apps/*/service.json; a difference fails CI.
`;

const named = (name: string) => ({ podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } });
const anyOf = (names: readonly string[]) => ({
  podSelector: { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: [...names] }] },
});
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

const policy = (name: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name },
  spec,
});

/** All policies as one YAML file. Pure. */
export function networkPolicies(services: readonly Service[]): string {
  const policies = [
    denyAll(),
    allowDns(),
    allowDatabase(services),
    ...services.map((each) => allowCalls(each, services)),
  ];
  return HEADER + policies.map((each) => stringify(each, { lineWidth: 0 })).join('---\n');
}

const denyAll = () => policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

/** Every name is looked up again every few seconds. */
const allowDns = () =>
  policy('allow-dns', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  });

/** To a database anywhere; the postgres component, or an overlay with its own, says where. */
const allowDatabase = (services: readonly Service[]) =>
  policy('allow-database', {
    ...anyOf([...services.filter(({ hasSchema }) => hasSchema).map(({ name }) => name), 'migrate']),
    policyTypes: ['Egress'],
    egress: [{ ports: tcp(POSTGRES_PORT) }],
  });

/** Of one service: calls from its callers, calls to its callees. The gateway hears everybody: it asks who they are. */
function allowCalls({ name, port, calls }: Service, services: readonly Service[]): object {
  const callers = services.filter((other) => other.calls.includes(name)).map((other) => other.name);
  const isEdge = callers.length === 0;
  const callees = services.filter((other) => calls.includes(other.name));
  return policy(name, {
    ...named(name),
    policyTypes: callees.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'],
    ingress: [isEdge ? { ports: tcp(HTTP_PORT, port) } : { from: [anyOf(callers)], ports: tcp(port) }],
    ...(callees.length > 0 && {
      egress: callees.map((callee) => ({ to: [named(callee.name)], ports: tcp(callee.port) })),
    }),
  });
}

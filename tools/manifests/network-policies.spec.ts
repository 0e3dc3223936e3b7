import { parseAllDocuments } from 'yaml';
import { networkPolicies } from './network-policies.js';

const services = [
  { name: 'gateway', port: 50060, calls: ['trip'], hasSchema: false },
  { name: 'trip', port: 50057, calls: [], hasSchema: true },
];
interface Policy {
  metadata: { name: string };
  spec: { policyTypes: string[]; ingress?: unknown; egress?: unknown };
}
const written = parseAllDocuments(networkPolicies(services)).map((document) => document.toJS() as Policy);
const named = (name: string) => written.find(({ metadata }) => metadata.name === name)!.spec;

describe('networkPolicies', () => {
  it('denies everything first', () =>
    expect(named('default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }));

  it('lets exactly the declared callers in', () => {
    expect(JSON.stringify(named('trip').ingress)).toContain('"values":["gateway"]');
    expect(named('trip')).toMatchObject({
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 50057 }] }],
    });
    expect(named('trip').egress).toBeUndefined();
  });

  it('lets a caller out to its callees alone, and everybody in to the edge', () => {
    expect(named('gateway').egress).toEqual([
      {
        to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'trip' } } }],
        ports: [{ protocol: 'TCP', port: 50057 }],
      },
    ]);
    expect(named('gateway').ingress).toEqual([
      {
        ports: [
          { protocol: 'TCP', port: 8082 },
          { protocol: 'TCP', port: 50060 },
        ],
      },
    ]);
  });

  it('lets those with tables, and the migration, reach the database', () => {
    const text = JSON.stringify(named('allow-database'));
    expect(text).toContain('["trip","migrate"]');
    expect(text).toContain('5432');
  });
});

/**
 * The models are ES modules without another way in.
 * @jest-environment-options {"customExportConditions": ["node", "import", "default"]}
 */
import type { K8sObject } from './objects.js';
import { schemaViolations } from './schema.js';

const service = (spec: object): K8sObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'trip' },
  spec: { ports: [{ port: 50057 }], ...spec },
});
const deployment = (container: object, spec: object = {}): K8sObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'trip' },
  spec: {
    selector: { matchLabels: { app: 'trip' } },
    template: { metadata: { labels: { app: 'trip' } }, spec: { containers: [{ name: 'service', ...container }] } },
    ...spec,
  },
});

describe('schemaViolations', () => {
  it('passes what is right', async () => {
    const good = [
      service({ clusterIP: 'None' }),
      deployment({ image: 'lastmile-trip', env: [{ name: 'A', value: '1' }] }),
    ];
    expect(await schemaViolations(good)).toEqual([]);
  });

  it.each([
    ['an unknown field', service({ clusterIp: 'None' }), /Service trip: .*'clusterIp' does not exist/],
    ['an unknown field deep inside', deployment({ resources: { request: {} } }), /'request' does not exist/],
    [
      'a wrong type',
      deployment({ env: [{ name: 'PORT', value: 1 as never }] }),
      /'number' is not assignable to type 'string'/,
    ],
    ['a missing field', deployment({}, { selector: undefined }), /selector/],
    ['a missing field deep inside', deployment({ ports: [{ name: 'grpc' }] }), /'containerPort' is missing/],
    ['a word that is none of the allowed', deployment({ imagePullPolicy: 'Sometimes' }), /Sometimes|imagePullPolicy/],
    ['a kind that does not exist', { ...service({}), kind: 'Servise' }, /Servise/],
    ['a quantity that is none', deployment({ resources: { limits: { memory: '320 MB' } } }), /memory/],
    [
      'a field of a custom resource',
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'gateway' },
        spec: { secretName: 'tls', issuerRef: { name: 'x' }, dnsName: ['a'] },
      },
      /'dnsName' does not exist/,
    ],
    [
      "an alert's field",
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: 'alerts' },
        spec: { groups: [{ name: 'a', rules: [{ alert: 'A', expression: 'up' }] }] },
      },
      /'expression' does not exist/,
    ],
  ] as [string, K8sObject, RegExp][])('refuses %s', async (_what, object, message) => {
    const violations = await schemaViolations([object]);
    expect(violations.join('\n')).toMatch(message);
  });
});

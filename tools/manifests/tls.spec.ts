import { cluster, object, services } from './fixture.js';
import type { K8sObject } from './objects.js';
import { tlsViolations } from './tls.js';

const FILES = { GRPC_TLS_CERT_FILE: 'tls.crt', GRPC_TLS_KEY_FILE: 'tls.key', GRPC_TLS_CA_FILE: 'ca.crt' };

interface Parts {
  certificate?: Record<string, unknown>;
  env?: Record<string, string | undefined>;
  container?: object;
  secretName?: string;
}

const probe = { grpc: { port: 50050 } };

function withTls({ certificate, env, container, secretName = 'trip-service-tls' }: Parts = {}): K8sObject[] {
  const files = Object.entries(FILES).map(([key, file]) => [key, `/tls/${file}`] as const);
  const variables = { ...Object.fromEntries(files), HEALTH_PORT: '50050', ...env };
  const objects = cluster({
    env: Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : { name, value })),
    container: {
      startupProbe: probe,
      readinessProbe: probe,
      livenessProbe: probe,
      volumeMounts: [{ name: 'tls', mountPath: '/tls', readOnly: true }],
      ...container,
    },
  });
  const deployment = objects.find(({ kind }) => kind === 'Deployment')!;
  const { spec } = deployment.spec!.template as { spec: { volumes?: object[] } };
  spec.volumes = [{ name: 'tls', secret: { secretName } }];
  return [
    ...objects,
    object('Issuer', 'ca', { ca: { secretName: 'ca' } }),
    object('Issuer', 'letsencrypt', { acme: {} }),
    object('Certificate', 'trip', {
      secretName: 'trip-service-tls',
      dnsNames: ['trip'],
      issuerRef: { kind: 'Issuer', name: 'ca' },
      duration: '720h',
      renewBefore: '240h',
      privateKey: { rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
      ...certificate,
    }),
  ];
}

describe('tlsViolations', () => {
  it('passes what is right, and a platform without TLS', () => {
    expect(tlsViolations(withTls(), services)).toEqual([]);
    expect(tlsViolations(cluster(), services)).toEqual([]);
  });

  it.each<[string, Parts, RegExp]>([
    ['a service without a key', { env: { GRPC_TLS_KEY_FILE: undefined } }, /GRPC_TLS_KEY_FILE is not set/],
    ['a file of another name', { env: { GRPC_TLS_CA_FILE: '/tls/root.crt' } }, /cert-manager calls that file ca\.crt/],
    [
      'a folder where nothing is mounted',
      { env: { GRPC_TLS_KEY_FILE: '/keys/tls.key' } },
      /no Secret is mounted there/,
    ],
    [
      'a mount that can be written to',
      { container: { volumeMounts: [{ name: 'tls', mountPath: '/tls' }] } },
      /no Secret is mounted there, read only/,
    ],
    ['a Secret that nobody makes', { secretName: 'trip-tls' }, /no Certificate makes the Secret trip-tls/],
    ["another service's certificate", { certificate: { dnsNames: ['rider', 'trip'] } }, /its certificate is for rider/],
    ['one for servers alone', { certificate: { usages: ['digital signature', 'server auth'] } }, /not for client auth/],
    ['one that keeps its key', { certificate: { privateKey: {} } }, /renewed with the same key/],
    ['one without a time to renew it', { certificate: { renewBefore: undefined } }, /when it is renewed/],
    ['one of a public CA', { certificate: { issuerRef: { name: 'letsencrypt' } } }, /is no CA of ours/],
    ['one of nobody', { certificate: { issuerRef: { name: 'gone' } } }, /is no CA of ours/],
    [
      'a probe of the port that wants a certificate',
      { container: { livenessProbe: { grpc: { port: 50057 } } } },
      /its liveness probe does not ask HEALTH_PORT/,
    ],
    ['no port for probes', { env: { HEALTH_PORT: undefined } }, /its startup probe does not ask HEALTH_PORT/],
  ])('refuses %s', (_what, parts, message) => {
    expect(tlsViolations(withTls(parts), services).join('\n')).toMatch(message);
  });

  it('refuses a Secret of two services, and TLS of one alone', () => {
    const rider = (own: K8sObject[]) =>
      own.filter(({ kind }) => kind === 'Deployment').map((each) => ({ ...each, metadata: { name: 'rider' } }));
    const both = [...services, { ...services[0]!, name: 'rider' }];
    const shared = tlsViolations([...withTls(), ...rider(withTls())], both).join('\n');
    expect(shared).toMatch(/Deployment trip: Secret trip-service-tls is another service's as well/);
    const alone = tlsViolations([...withTls(), ...rider(cluster())], both).join('\n');
    expect(alone).toMatch(/Deployment rider: GRPC_TLS_CERT_FILE is not set, while other services have TLS/);
  });

  it('refuses a Job that calls services without a certificate of its own', () => {
    const job = {
      ...object('Job', 'loadgen', {}),
      spec: {
        template: { spec: { containers: [{ name: 'loadgen', env: [{ name: 'SERVICE_KEY_FILE', value: '/k' }] }] } },
      },
    } as K8sObject;
    expect(tlsViolations([...withTls(), job], services).join('\n')).toMatch(
      /Job loadgen: GRPC_TLS_CERT_FILE is not set, while other services have TLS/,
    );
    expect(tlsViolations([...cluster(), job], services)).toEqual([]);
  });
});

import { cluster, object, services } from './fixture.js';
import type { K8sObject } from './objects.js';
import { portViolations } from './ports.js';

const address = (value: string) => cluster({ env: [{ name: 'TRIP_ADDRESS', value }] });
const ingress = (service: object) =>
  object('Ingress', 'web', { rules: [{ http: { paths: [{ backend: { service } }] } }] });

describe('portViolations', () => {
  it('passes what is right', () => {
    const good = [...address('dns:///trip:50057'), ingress({ name: 'trip', port: { number: 50057 } })];
    expect(portViolations(good, services)).toEqual([]);
  });

  it.each([
    [
      'an app told another port than its service.json says',
      cluster({ container: { env: [{ name: 'GRPC_PORT', value: '50058' }] } }),
      /GRPC_PORT is 50058, the service's port is 50057/,
    ],
    [
      'a port nobody listens on',
      cluster({ container: { ports: [{ containerPort: 9090 }] } }),
      /nobody listens on 9090/,
    ],
    [
      'a port for probes that is not declared',
      cluster({ env: [{ name: 'HEALTH_PORT', value: '50050' }] }),
      /port 50050 is not declared/,
    ],
    [
      'a probe of a port that is not there',
      cluster({ container: { livenessProbe: { grpc: { port: 1 } } } }),
      /a probe asks port 1/,
    ],
    [
      'a Service of a port that is not there',
      cluster({ service: { ports: [{ port: 80, targetPort: 'http' }] } }),
      /port http is not declared/,
    ],
    [
      'a client of a Service that is not there',
      address('dns:///trips:50057'),
      /TRIP_ADDRESS is dns:\/\/\/trips:50057: no such Service/,
    ],
    ["a client of a Service's wrong port", address('dns:///trip:50058'), /no such port/],
    [
      'a service that is not deployed',
      cluster().filter(({ kind }) => kind !== 'Deployment'),
      /Deployment trip: is missing/,
    ],
    [
      'an Ingress to a port that is not there',
      [...cluster(), ingress({ name: 'trip', port: { name: 'http' } })],
      /Ingress web: Service trip or its port/,
    ],
  ] as [string, K8sObject[], RegExp][])('refuses %s', (_what, objects, message) => {
    expect(portViolations(objects, services).join('\n')).toMatch(message);
  });
});

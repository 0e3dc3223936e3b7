import { planProcesses, type ServiceManifest } from './topology.js';

const manifest = (name: string, calls: string[]): ServiceManifest => ({
  name,
  port: 1,
  calls,
  callers: {},
  hears: {},
  tells: [],
});

describe('planProcesses', () => {
  const plan = planProcesses({
    manifests: [
      manifest('location', ['matching']),
      manifest('matching', ['trip']),
      manifest('trip', []),
      manifest('gateway', []),
    ],
    ports: { location: [10], matching: [20, 21], trip: [30], gateway: [40, 41] },
    httpPorts: [8082, 8092],
    databaseUrl: (service) => `postgres://${service}`,
    env: { LOG_LEVEL: 'info' },
    envOf: { trip: { OFFER_SECONDS: '20' } },
  });
  const envOf = (name: string) => plan.find((process) => process.name === name)?.env;

  it('runs every replica on its own port', () => {
    expect(plan.map((process) => process.name)).toEqual([
      'location',
      'matching',
      'matching-2',
      'trip',
      'gateway',
      'gateway-2',
    ]);
    expect(envOf('matching-2')?.GRPC_PORT).toBe('21');
    expect(envOf('gateway-2')).toMatchObject({ GRPC_PORT: '41', HTTP_PORT: '8092' });
  });

  it('addresses a callee by all its replicas and nobody else', () => {
    expect(envOf('location')?.MATCHING_ADDRESS).toBe('ipv4:127.0.0.1:20,127.0.0.1:21');
    expect(envOf('location')?.TRIP_ADDRESS).toBeUndefined();
  });

  it('sends callers to where a callee is reached, which need not be where it listens', () => {
    const [caller, callee] = planProcesses({
      manifests: [manifest('driver', ['trip']), manifest('trip', [])],
      ports: { driver: [1], trip: [2] },
      reachedAt: { driver: [11], trip: [12] },
      httpPorts: [],
      databaseUrl: String,
      env: {},
    });
    expect(caller?.env.TRIP_ADDRESS).toBe('ipv4:127.0.0.1:12');
    expect(callee?.env.GRPC_PORT).toBe('2');
  });

  it('gives a database only to services that own tables, and settings only to whom they belong', () => {
    expect(envOf('trip')).toMatchObject({ DATABASE_URL: 'postgres://trip', OFFER_SECONDS: '20', LOG_LEVEL: 'info' });
    expect(envOf('matching')).not.toHaveProperty('DATABASE_URL');
    expect(envOf('location')).not.toHaveProperty('OFFER_SECONDS');
  });

  it('refuses a service without a port', () => {
    const options = { manifests: [manifest('trip', ['user'])], httpPorts: [1], databaseUrl: String, env: {} };
    expect(() => planProcesses({ ...options, ports: { trip: [1] } })).toThrow('no port for service user');
  });
});

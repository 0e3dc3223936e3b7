// Load from the build, as operators make it, on a platform without anybody else.
import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DriverServiceService, RouteStatus } from '@lastmile/contracts';
import { createClient, useIdentity } from '@lastmile/grpc';
import { KeyRing } from '@lastmile/testing';
import { built } from '../../tools/launcher/built.js';
import { startPlatform, type Platform } from '../../tools/launcher/platform.js';
import { readPrivateKeys, serviceKeyEnv } from '../../tools/service-keys/key-files.js';
import type { Report } from '../../tools/loadgen/report.js';

const ONLY = ['user', 'station', 'driver', 'rider', 'trip', 'matching'];
const REPLICAS = 3;

describe('the load generator', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lastmile-loadgen-'));
  const keys = join(directory, 'service-keys');
  const ring = new KeyRing((service) => readPrivateKeys(keys, service));
  let platform: Platform;

  beforeAll(async () => {
    useIdentity(ring);
    const envOf = { user: { ...ring.env, ARGON2_MEMORY_KIB: '1024' } };
    platform = await startPlatform({ directory, freePorts: true, only: ONLY, replicas: { matching: REPLICAS }, envOf });
  }, 120_000);
  afterAll(async () => {
    await platform?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  /** Of the process: its exit status and what it wrote. */
  const loadgen = (...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const addresses = ['matching', 'driver', 'station', 'user'].map(
        (name) => [`${name.toUpperCase()}_ADDRESS`, platform.addressOf(name)] as const,
      );
      const env = { PATH: process.env.PATH, ...Object.fromEntries(addresses), ...serviceKeyEnv(keys, 'loadgen') };
      const args = [built('tools/loadgen/main.js').pathname, ...argv];
      execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });

  it.each([
    ['closed', [], null],
    ['open', ['--rate', '100'], 100],
  ])('spreads its calls over all replicas and says so, in a loop that is %s', async (loop, argv, rate) => {
    const json = join(directory, `${loop}.json`);
    const run = await loadgen('--warmup', '2', '--calls', '300', '--workers', '20', '--json', json, ...argv);
    // With what it wrote, which tells why it failed.
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(run.stdout) as Report;
    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual(report);
    expect(report).toMatchObject({ loop, rate, workers: 20, calls: 300, failed: 0, errors: {} });
    expect(report.latencyMs.p99).toBeGreaterThanOrEqual(report.latencyMs.p50);
    const ports = platform.ports.grpc.matching!.map((port) => `127.0.0.1:${port}`);
    expect(Object.keys(report.replicas).toSorted()).toEqual(ports.toSorted());
    expect(report.busiestOverMean).toBeLessThan(1.1);
    // On a busy machine the seconds of the warm-up are over before every replica has answered.
    expect(run.stderr).toMatch(/ s warm-up {2}\d+ calls\/s /);
    expect(run.stderr).toMatch(/\d+ calls\/s [^\n]* 3 replicas/);
  });

  it('leaves no driver on the road', async () => {
    const drivers = createClient(DriverServiceService, { address: platform.addressOf('driver') });
    const all = { driverId: '', status: RouteStatus.ROUTE_STATUS_UNSPECIFIED, pageSize: 100, pageToken: '' };
    const { routes } = await drivers.listRoutes(all, { caller: { userId: randomUUID(), roles: ['operator'] } });
    drivers.close();
    expect(routes.length).toBeGreaterThanOrEqual(20);
    expect(routes.filter(({ status }) => status === RouteStatus.ROUTE_STATUS_STARTED)).toEqual([]);
  });

  it('fails with one line when a service is not where it was said to be', async () => {
    const run = await loadgen('--station-address', 'ipv4:127.0.0.1:1', '--calls', '1');
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr.trim().split('\n').at(-1)).toMatch(/^loadgen: .*127\.0\.0\.1:1/);
  });
});

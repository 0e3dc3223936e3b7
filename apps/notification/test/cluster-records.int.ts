// What the monitor keeps: who may write, and for how long it stays; and who leads, when many want to.
import { setTimeout as delay } from 'node:timers/promises';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { changesSince, NOTHING_SEEN } from '../src/cluster/cluster.core.js';
import type { ClusterRepository } from '../src/cluster/cluster.repository.js';
import { clusterAccess } from '../src/cluster/cluster.config.js';
import { kubernetes } from '../src/cluster/kubernetes/kubernetes.client.js';
import { electLeader } from '../src/cluster/kubernetes/leader-election.js';
import { KubernetesServer } from './kubernetes-server.js';
import { accessThrough, SHORT_LEASE, recordsIn } from './start-monitor.js';

const NOW = new Date('2026-11-21T08:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 3_600_000);
let db: TestDatabase;
let records: ClusterRepository;

beforeAll(async () => {
  db = await testDatabase('notification');
  records = recordsIn(db.database);
});
afterAll(() => db?.close());

const count = (days: number, desired: number) => ({ service: 'trip', desired, ready: 1, time: daysAgo(days) });
const event = (days: number) => ({
  eventId: `event-${days}`,
  kind: 'pod_ready' as const,
  service: 'trip',
  pod: 'trip-1',
  facts: {},
  time: daysAgo(days),
});

it('lets a leader that stood still write nothing once another has begun', async () => {
  const old = await records.beginSession();
  const { epoch } = await records.beginSession();
  const changes = { state: old.state, events: [event(0)], counts: [] };
  expect(await records.record(old.epoch, changes, NOW)).toBe(false);
  expect(await records.events(undefined, 10)).toEqual([]);
  expect(await records.record(epoch, changes, NOW)).toBe(true);
  expect(await records.record(epoch, changes, NOW)).toBe(true);
  expect(await records.events(undefined, 10)).toEqual([event(0)]);
});

it('remembers what was seen for the next leader', async () => {
  const seen = { uid: 'h', service: 'matching', maximum: 8, desired: 3 };
  const { epoch } = await records.beginSession();
  await records.record(epoch, changesSince(NOTHING_SEEN, { autoscalers: [seen], pods: [], deployments: [] }, NOW), NOW);
  const { state } = await records.beginSession();
  const again = { autoscalers: [{ ...seen, desired: 4 }], pods: [], deployments: [] };
  expect(changesSince(state, again, NOW).events).toMatchObject([{ kind: 'scaled_up', facts: { from: '3', to: '4' } }]);
});

it('forgets what is older than thirty days, but not how many replicas there were then', async () => {
  const { epoch, state } = await records.beginSession();
  const counts = [count(50, 1), count(40, 2), count(31, 3), count(29, 4)];
  await records.record(epoch, { state, events: [event(31), event(29)], counts }, NOW);
  await records.forget(NOW);
  const ids = (await records.events('trip', 10)).map(({ eventId }) => eventId);
  expect(ids).not.toContain('event-31');
  expect(ids).toContain('event-29');
  expect((await records.counts(daysAgo(90))).map(({ desired }) => desired)).toEqual([3, 4]);
});

describe('an election', () => {
  const server = new KubernetesServer();
  afterAll(() => server.close());

  it('has one leader at a time, and everybody leads in turn when leaders leave', async () => {
    const leading = new Set<string>();
    const led: string[] = [];
    let most = 0;
    const stand = async (identity: string) => {
      const leaving = new AbortController();
      const lead = async (signal: AbortSignal) => {
        leading.add(identity);
        most = Math.max(most, leading.size);
        // Long enough to be renewed.
        await delay(300, undefined, { signal }).catch(() => undefined);
        leading.delete(identity);
        led.push(identity);
        leaving.abort();
      };
      const { leases } = kubernetes(accessThrough(await server.door(), server));
      const candidate = { leases, leaseName: 'test', identity, terms: SHORT_LEASE, lead, warn: () => undefined };
      await electLeader(candidate, leaving.signal);
    };
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(stand));
    expect(led.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(most).toBe(1);
  });

  it('gives the lease back when leading fails, and stands again', async () => {
    const ending = new AbortController();
    const warnings: string[] = [];
    let attempts = 0;
    const lead = async (signal: AbortSignal) => {
      attempts += 1;
      if (attempts === 1) throw new Error('no database');
      ending.abort();
      await waitFor(() => signal.aborted);
    };
    const { leases } = kubernetes(accessThrough(await server.door(), server));
    const warn = (message: string) => warnings.push(message);
    await electLeader({ leases, leaseName: 'other', identity: 'a', terms: SHORT_LEASE, lead, warn }, ending.signal);
    expect(attempts).toBe(2);
    expect(warnings).toEqual(['lease other: no database']);
    expect((await leases.read('other'))!.holder).toBe('');
  });
});

it('is off outside of a cluster, and where no account is mounted', () => {
  expect(clusterAccess()).toBeUndefined();
  process.env.KUBERNETES_SERVICE_HOST = '10.0.0.1';
  expect(clusterAccess('/nonexistent')).toBeUndefined();
  delete process.env.KUBERNETES_SERVICE_HOST;
});

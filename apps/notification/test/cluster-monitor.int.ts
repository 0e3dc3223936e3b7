// The cluster monitor against an API server: every change is told once, even if replicas die in between.
import { randomUUID } from 'node:crypto';
import { ClusterEventKind, Role, ServiceProblem } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { MailServer, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { LEASE_NAME } from '../src/cluster/cluster-monitor.service.js';
import { autoscalerOf, crashingPod, deploymentOf, readyPod, stuckDeploymentOf, waitingPod } from './cluster-objects.js';
import { KubernetesServer, type Resource } from './kubernetes-server.js';
import { handled, startNotification, tell, userEvent, type RunningNotificationService } from './start-notification.js';
import { SHORT_LEASE, LONG_LEASE, startMonitor, type Replica } from './start-monitor.js';

const smtp = new MailServer();
const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
const colleague: Caller = { userId: randomUUID(), roles: ['operator', 'rider'] };
const rider: Caller = { userId: randomUUID(), roles: ['rider'] };
let db: TestDatabase;
let service: RunningNotificationService;
let kubernetes: KubernetesServer;
let replicas: Replica[];

beforeAll(async () => {
  db = await testDatabase('notification');
  await smtp.start();
  service = await startNotification(db, { SMTP_URL: smtp.url, MAIL_FROM: 'LastMile <no-reply@lastmile.example>' });
  await tell(db, userEvent(operator.userId, 'en', 1, 'ops@example.com', [Role.ROLE_OPERATOR]));
  await tell(db, userEvent(colleague.userId, 'es', 1, '', [Role.ROLE_RIDER]));
  await tell(db, userEvent(colleague.userId, 'es', 2, '', [Role.ROLE_RIDER, Role.ROLE_OPERATOR]));
  await tell(db, userEvent(rider.userId, 'en', 1, 'ben@example.com'));
  await handled(db);
});
afterAll(async () => {
  await service?.stop();
  await smtp.stop();
  await db?.close();
});
beforeEach(async () => {
  await handled(db); // an alert of the test before must not come into this one's inboxes
  await db.admin('TRUNCATE notification.cluster_watch, notification.cluster_events, notification.replica_counts');
  await db.admin('DELETE FROM notification.notifications');
  smtp.received.splice(0);
  replicas = [];
  kubernetes = new KubernetesServer();
  kubernetes.put('horizontalpodautoscalers', autoscalerOf('matching', 1));
  kubernetes.put('deployments', deploymentOf('matching', 1));
  kubernetes.put('deployments', deploymentOf('trip', 2));
  kubernetes.put('pods', readyPod('trip', 'trip-1'));
  kubernetes.put('pods', readyPod('trip', 'trip-2'));
});
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await kubernetes.close();
});

async function start(lease = SHORT_LEASE): Promise<Replica> {
  const replica = await startMonitor(db, kubernetes, lease);
  replicas.push(replica);
  return replica;
}
const put = (resource: Resource, object: Parameters<KubernetesServer['put']>[1]) => kubernetes.put(resource, object);
const scale = (to: number) => put('horizontalpodautoscalers', autoscalerOf('matching', to));
const watching = () => waitFor(() => kubernetes.openWatches === 3, { what: 'three watches' });
const holder = () => (kubernetes.get('leases', LEASE_NAME)?.spec as { holderIdentity: string }).holderIdentity;

/** Kinds in the timeline, oldest first. */
async function timeline(): Promise<string[]> {
  const rows = await db.admin<{ kind: string }>(
    'SELECT kind FROM notification.cluster_events ORDER BY event_time, kind',
  );
  return rows.map(({ kind }) => kind);
}
const told = (...kinds: string[]) =>
  waitFor(async () => (await timeline()).length >= kinds.length, { what: kinds.join() }).then(async () =>
    expect((await timeline()).sort()).toEqual(kinds.sort()),
  );
async function inboxOf({ userId }: Caller): Promise<string[]> {
  await handled(db);
  const caller: Caller = { userId, roles: ['rider'] };
  const { notifications } = await service.client.listNotifications({ afterSequence: 0, pageSize: 500 }, { caller });
  return notifications.map(({ title }) => title).sort();
}

it('tells every operator once of each change, however many replicas watch', async () => {
  await Promise.all([start(), start(), start()]);
  await watching();
  scale(4);
  scale(8);
  put('pods', crashingPod('trip', 'trip-1', 5));
  put('pods', waitingPod('trip', 'trip-2', 3));
  put('deployments', deploymentOf('matching', 8, { ready: 3 }));
  put('deployments', stuckDeploymentOf('trip', 2, 2));
  await told(
    ...['scaled_up', 'scaled_up', 'at_maximum', 'pod_restarted', 'crash_loop', 'pod_not_ready'],
    ...['rollout_started', 'rollout_stuck'],
  );
  expect(await inboxOf(operator)).toEqual([
    'matching is at its maximum',
    'matching: 1 → 4 replicas',
    'matching: 4 → 8 replicas',
    'trip: a pod is not ready',
    'trip: a pod keeps crashing',
    'trip: the rollout is stuck',
  ]);
  expect(await inboxOf(colleague)).toContain('matching: 1 → 4 réplicas');
  expect(await inboxOf(colleague)).toHaveLength(6);
  expect(await inboxOf(rider)).toEqual([]);
  expect(smtp.received.map(({ to }) => to)).toEqual(Array(6).fill(['ops@example.com']));
  expect(smtp.received.map(({ text }) => text).join()).toContain('Last reason: OOMKilled');
});

it('answers how the services are, how many replicas they had, and what happened', async () => {
  await start();
  await watching();
  scale(8);
  put('deployments', deploymentOf('matching', 8, { ready: 1 }));
  put('pods', crashingPod('trip', 'trip-1', 5));
  put('deployments', deploymentOf('matching', 8));
  await told('scaled_up', 'at_maximum', 'pod_restarted', 'crash_loop');
  const fromTime = new Date(Date.now() - 3_600_000);
  const history = async () => service.client.getReplicaHistory({ fromTime }, { caller: operator });
  await waitFor(async () => (await history()).services[0]!.ready === 8);
  const { services, observeTime } = await history();
  expect(observeTime).toBeInstanceOf(Date);
  expect(services).toMatchObject([
    { service: 'matching', desired: 8, maximum: 8, problems: [ServiceProblem.SERVICE_PROBLEM_AT_MAXIMUM] },
    {
      service: 'trip',
      desired: 2,
      ready: 2,
      problems: [ServiceProblem.SERVICE_PROBLEM_CRASH_LOOP],
      maximum: undefined,
    },
  ]);
  expect(services[0]!.counts.map(({ desired, ready }) => [desired, ready])).toEqual([
    [1, 1],
    [8, 1],
    [8, 8],
  ]);
  // Of the times before, the count that held then.
  const later = await service.client.getReplicaHistory({ fromTime: new Date(Date.now() + 1) }, { caller: operator });
  expect(later.services[0]!.counts.map(({ ready }) => ready)).toEqual([8]);

  const list = (pageToken: string, name = '') =>
    service.client.listClusterEvents({ service: name, pageSize: 3, pageToken }, { caller: operator });
  const first = await list('');
  const second = await list(first.nextPageToken);
  const kinds = [...first.events, ...second.events].map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(4);
  expect(second.nextPageToken).toBe('');
  const loop = (await list('', 'trip')).events.find(
    ({ kind }) => kind === ClusterEventKind.CLUSTER_EVENT_KIND_CRASH_LOOP,
  );
  expect(loop).toMatchObject({ service: 'trip', pod: 'trip-1', facts: { restarts: '5', reason: 'OOMKilled' } });
});

it('goes on where a killed leader ended: nothing is lost, nothing told twice', async () => {
  const leader = await start();
  await watching();
  scale(3);
  await told('scaled_up');
  await start();
  const before = holder();
  const killed = leader.kill();
  scale(8);
  put('pods', crashingPod('trip', 'trip-2', 4));
  await told('scaled_up', 'scaled_up', 'at_maximum', 'pod_restarted', 'crash_loop');
  await killed;
  expect(holder()).not.toBe(before);
  scale(5);
  await waitFor(async () => (await inboxOf(operator)).length === 5);
  expect(await inboxOf(operator)).toEqual([
    'matching is at its maximum',
    'matching: 1 → 3 replicas',
    'matching: 3 → 8 replicas',
    'matching: 8 → 5 replicas',
    'trip: a pod keeps crashing',
  ]);
});

it('hands over at once when the leader is stopped, though its lease would last for minutes', async () => {
  const leader = await start(LONG_LEASE);
  await watching();
  await start(LONG_LEASE);
  await leader.stop();
  await watching();
  scale(2);
  await told('scaled_up');
});

it('resumes after a cut and a restart of the API server, without a new list', async () => {
  const { door } = await start(LONG_LEASE);
  await watching();
  kubernetes.bookmark();
  kubernetes.cutWatches();
  scale(2);
  await told('scaled_up');
  await watching();
  await door.close();
  scale(3);
  scale(8);
  await door.open();
  await told('scaled_up', 'scaled_up', 'scaled_up', 'at_maximum');
  expect(Object.fromEntries(kubernetes.lists)).toEqual({ pods: 1, deployments: 1, horizontalpodautoscalers: 1 });
});

it.each(['status', 'stream'] as const)('lists anew when its version has expired (410 as %s)', async (goneAs) => {
  kubernetes.goneAs = goneAs;
  const { door } = await start(LONG_LEASE);
  await watching();
  await door.close();
  scale(6);
  kubernetes.remove('deployments', 'trip');
  kubernetes.compact();
  await door.open();
  await told('scaled_up');
  await waitFor(async () => {
    const [row] = await db.admin(
      `SELECT desired FROM notification.replica_counts WHERE service = 'trip' ORDER BY from_time DESC LIMIT 1`,
    );
    return row!.desired === 0;
  });
  expect(kubernetes.lists.get('deployments')).toBe(2);
});

it('lists anew when an open watch is told that it has expired', async () => {
  await start(LONG_LEASE);
  await watching();
  kubernetes.compact();
  kubernetes.expireWatches();
  scale(2);
  await told('scaled_up');
  await waitFor(() => [...kubernetes.lists.values()].every((count) => count === 2));
});

it('leads again after losing its lease to somebody who then vanished', async () => {
  await start();
  await watching();
  const { metadata } = kubernetes.get('leases', LEASE_NAME)!;
  put('leases', {
    metadata,
    spec: { holderIdentity: 'somebody', leaseDurationSeconds: 1, renewTime: new Date().toISOString() },
  });
  await waitFor(() => kubernetes.openWatches === 0, { what: 'standing down' });
  scale(2);
  await told('scaled_up');
  expect(holder()).not.toBe('somebody');
});

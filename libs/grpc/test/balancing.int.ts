// The balanced channel over real DNS: a name with several addresses, replicas that come, leave, die and freeze.
import { tlsEnv, waitFor } from '@lastmile/testing';
import type { RunningService, TlsFiles } from '../src/index.js';
import { DnsServer } from './dns-server.js';
import { serveReplica } from './replica.js';
import { ReplicaProcess } from './replica-process.js';
import { SteadyLoad, type Kind } from './steady-load.js';
import { TlsWorld } from './tls-world.js';

const host = (n: number) => `127.0.0.${n}`;
let dns: DnsServer;
let port = 0;
const cleanups: (() => Promise<unknown> | void)[] = [];
/** Set where replicas and callers have TLS. */
let tls: { replica: TlsFiles; load: TlsFiles; env: Record<string, string> } | undefined;

beforeEach(async () => {
  dns = await DnsServer.start();
  const probe = await serveReplica({ host: host(1), port: 0 });
  port = probe.port;
  await probe.stop();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  dns.stop();
});

const address = () => `dns://${dns.authority}/replica.test:${port}`;

async function replica(n: number): Promise<RunningService> {
  const running = await serveReplica({ host: host(n), port, tls: tls?.replica });
  cleanups.push(() => running.stop());
  return running;
}

async function processes(count: number, drainSeconds = 0): Promise<ReplicaProcess[]> {
  const started = await Promise.all(
    Array.from({ length: count }, (_, n) => ReplicaProcess.start(host(n + 1), port, drainSeconds, tls?.env)),
  );
  cleanups.push(async () => {
    for (const each of started) each.signal('SIGKILL');
    await Promise.all(started.map((each) => each.exitCode()));
  });
  dns.addresses = started.map((each) => each.host);
  return started;
}

/** Longer than a client goes without a keepalive, shorter than a deadline. */
const SLOW_MS = 3_000;
/** Long enough that a call seen to begin on a replica has not ended when that replica is killed. */
const STEADY_MS = 200;

function load(kind: Kind = 'work', milliseconds?: number): SteadyLoad {
  const started = new SteadyLoad(address(), kind, milliseconds, tls?.load);
  cleanups.push(() => started.stop());
  return started;
}

const allShare = (running: SteadyLoad, replicas: number) =>
  waitFor(() => running.shares(replicas * 5)?.size === replicas, { what: `calls on ${replicas} replicas` });

/** Goes on until so many more calls have ended. */
const more = (running: SteadyLoad, calls: number) => {
  const goal = running.outcomes.length + calls;
  return waitFor(() => running.outcomes.length >= goal, { what: 'calls going on' });
};

function useTls(kind: string): void {
  if (kind !== 'with TLS') return;
  let world: TlsWorld;
  beforeAll(async () => {
    world = await TlsWorld.create();
    const replica = await world.of('replica');
    tls = { replica: replica.tls, load: (await world.of('load')).tls, env: tlsEnv(replica.paths) };
  });
  afterAll(() => {
    tls = undefined;
    world.destroy();
  });
}

describe('replicas of a name', () => {
  it('share the calls evenly, all eight of them', async () => {
    for (let n = 1; n <= 8; n += 1) await replica(n);
    dns.addresses = Array.from({ length: 8 }, (_, n) => host(n + 1));
    const running = load();
    await allShare(running, 8);
    const since = running.outcomes.length;
    const shares = await waitFor(() => running.shares(1600, since));
    expect(shares.size).toBe(8);
    expect(Math.max(...shares.values()) / (1600 / 8)).toBeLessThanOrEqual(1.05);
    expect(running.failures).toEqual([]);
  });

  it('give a new one its fair share within five seconds', async () => {
    for (let n = 1; n <= 4; n += 1) await replica(n);
    dns.addresses = [1, 2, 3, 4].map(host);
    const running = load();
    await allShare(running, 4);
    await replica(5);
    dns.addresses = [1, 2, 3, 4, 5].map(host);
    const fair = () => (running.shares(100)?.get(host(5)) ?? 0) >= 19;
    await waitFor(fair, { timeoutSeconds: 5, what: 'a fair share for the new replica' });
    expect(running.failures).toEqual([]);
  });

  it('are waited for while their name does not resolve', async () => {
    const running = load('workOnce');
    await waitFor(() => dns.questions >= 3);
    expect(running.outcomes).toEqual([]);
    await replica(1);
    dns.addresses = [host(1)];
    await more(running, 20);
    expect(running.failures).toEqual([]);
  });

  it('are reported missing after a while, and found when they come', async () => {
    const running = load('workOnce');
    await waitFor(() => running.failures.length > 0);
    // gRPC's own words name addresses, so they stay in the cause.
    const why = ({ error }: { error?: unknown }) => String((error as Error).cause);
    await waitFor(() => running.failures.some((each) => /cannot resolve replica\.test/.test(why(each))));
    await replica(1);
    dns.addresses = [host(1)];
    await waitFor(() => running.outcomes.some(({ error }) => error === undefined));
  });

  it.each([
    ['gives no answer', () => (dns.silent = true)],
    ['knows the name no more', () => (dns.addresses = [])],
  ])('are kept while DNS %s', async (_, fail) => {
    for (let n = 1; n <= 2; n += 1) await replica(n);
    dns.addresses = [1, 2].map(host);
    const running = load('workOnce');
    await allShare(running, 2);
    const { questions } = dns;
    fail();
    await waitFor(() => dns.questions >= questions + 2);
    await more(running, 100);
    expect(running.shares(100)?.size).toBe(2);
    expect(running.failures).toEqual([]);
  });

  it('may be a name of the machine', async () => {
    await replica(1);
    const running = new SteadyLoad(`localhost:${port}`, 'work');
    cleanups.push(() => running.stop());
    await more(running, 20);
    expect(running.failures).toEqual([]);
  });
});

describe.each(['without TLS', 'with TLS'])('a replica that leaves, %s,', (kind) => {
  useTls(kind);

  it.each([
    ['and is taken out of DNS', 5, () => (dns.addresses = [1, 2].map(host))],
    ['and stays in DNS', 0, () => undefined],
  ])('by SIGTERM %s costs no call, not even those that are made once', async (_, drainSeconds, takeOut) => {
    const replicas = await processes(3, drainSeconds);
    const running = load('workOnce');
    await allShare(running, 3);
    takeOut();
    replicas[2]!.signal('SIGTERM');
    expect(await replicas[2]!.exitCode()).toBe(0);
    await more(running, 200);
    expect(running.failures).toEqual([]);
    expect(running.shares(100)?.has(host(3))).toBe(false);
  });

  it('by SIGTERM costs no slow call that it has begun', async () => {
    const replicas = await processes(2);
    const running = load('workOnce', SLOW_MS);
    await waitFor(() => replicas[1]!.executed.length > 0, { what: 'calls in flight on it' });
    replicas[1]!.signal('SIGTERM');
    expect(await replicas[1]!.exitCode()).toBe(0);
    const ended = () => new Set(running.outcomes.map(({ id }) => id));
    await waitFor(() => replicas[1]!.executed.every((id) => ended().has(id)), { what: 'all it began' });
    expect(running.failures).toEqual([]);
  });

  it('by SIGKILL costs no idempotent call, and makes no other call twice', async () => {
    const replicas = await processes(3);
    const [repeated, once] = [load('work', STEADY_MS), load('workOnce', STEADY_MS)];
    await Promise.all([allShare(repeated, 3), allShare(once, 3)]);
    const isOnIt = ({ inFlight }: SteadyLoad) => replicas[2]!.executed.some((id) => inFlight.has(id));
    await waitFor(() => isOnIt(repeated) && isOnIt(once), { what: 'calls of both kinds in flight on it' });
    replicas[2]!.signal('SIGKILL');
    await replicas[2]!.exitCode();
    await Promise.all([more(repeated, 100), more(once, 100)]);
    await Promise.all([repeated.stop(), once.stop()]);
    for (const each of replicas) each.signal('SIGTERM');
    await Promise.all(replicas.map((each) => each.exitCode()));

    expect(repeated.failures).toEqual([]);
    const times = new Map<string, number>();
    for (const id of replicas.flatMap(({ executed }) => executed)) times.set(id, (times.get(id) ?? 0) + 1);
    const timesOf = (running: SteadyLoad) => running.outcomes.map(({ id }) => times.get(id) ?? 0);
    // Some were in flight on it: called again where that is safe, and failed where it is not.
    expect(Math.max(...timesOf(repeated))).toBeGreaterThan(1);
    expect(Math.max(...timesOf(once))).toBe(1);
    expect(once.failures.length).toBeGreaterThan(0);
    for (const { error } of once.failures) expect(error).toMatchObject({ kind: 'unavailable' });
  });

  it('by freezing costs no idempotent call, and comes back', async () => {
    const replicas = await processes(3);
    const running = load('work');
    await allShare(running, 3);
    replicas[2]!.signal('SIGSTOP');
    await waitFor(() => running.shares(200)?.has(host(3)) === false, { what: 'calls on the others alone' });
    expect(running.failures).toEqual([]);
    replicas[2]!.signal('SIGCONT');
    await allShare(running, 3);
    expect(running.failures).toEqual([]);
  });
});

describe.each(['without TLS', 'with TLS'])('renewed connections, %s,', (kind) => {
  useTls(kind);

  it('cost no call, not even those that are made once', async () => {
    const renewing = await serveReplica({ host: host(1), port, maxConnectionAgeSeconds: 0.5, tls: tls?.replica });
    cleanups.push(() => renewing.stop());
    dns.addresses = [host(1)];
    const running = load('workOnce');
    await waitFor(() => new Set(running.outcomes.map(({ from }) => from)).size >= 5, { what: 'five connections' });
    expect(running.failures).toEqual([]);
  });

  it('cost no slow call', async () => {
    const renewing = await serveReplica({ host: host(1), port, maxConnectionAgeSeconds: 0.5, tls: tls?.replica });
    cleanups.push(() => renewing.stop());
    dns.addresses = [host(1)];
    const running = load('workOnce', SLOW_MS);
    await more(running, 30);
    expect(running.failures).toEqual([]);
  });
});

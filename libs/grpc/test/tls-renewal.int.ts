// Certificates and CAs that change while calls are made.
import { mkdirSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger, type Logger } from '@lastmile/telemetry';
import { CertificateAuthority, tlsPaths, waitFor } from '@lastmile/testing';
import { reactions, signal, startEcho, stopAll, tlsClientOf } from './echo.js';
import { serveReplica } from './replica.js';
import { SteadyLoad } from './steady-load.js';
import { TlsWorld } from './tls-world.js';

let world: TlsWorld;
beforeEach(async () => {
  world = await TlsWorld.create();
});
afterEach(async () => {
  await stopAll();
  world.destroy();
});

const shownAt = (port: number): Promise<string> => world.ca.serialShownAt(port, 'echo');

function logOf(): { logger: Logger; lines: { level: string; msg: string; why?: string }[] } {
  const lines: { level: string; msg: string; why?: string }[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]);
  return { logger: createLogger({ service: 'echo', level: 'info' }, { write }), lines };
}

describe('a renewed certificate', () => {
  it('is shown to new connections, and drops no call on those that are open', async () => {
    const { tls } = await world.of('echo');
    const { server, client } = await startEcho({ tls });
    const [entered, release] = [signal(), signal()];
    reactions.set('slow', () => {
      entered.resolve();
      return release.promise;
    });
    const slow = client.say({ text: 'slow' });
    const open = client.stream.chat();
    const heard: number[] = [];
    open.on('data', ({ value }: { value: number }) => heard.push(value));
    open.write({ value: 1 });
    await Promise.all([entered.promise, waitFor(() => heard.length === 1)]);
    const before = await shownAt(server.port);

    await world.ca.write(world.directory, 'echo');
    tls.look();
    const after = await shownAt(server.port);
    expect(after).not.toBe(before);
    release.resolve();
    await expect(slow).resolves.toMatchObject({ text: 'slow' });
    open.write({ value: 2 });
    await waitFor(() => heard.length === 2);
    open.end();
    await expect(client.say({ text: 'hi' })).resolves.toMatchObject({ text: 'hi' });
  });

  it('is found without being told of, also behind links that move, as Kubernetes mounts files', async () => {
    const version = async (name: string) => {
      await world.ca.write(join(world.directory, name), 'echo');
      return `${name}/echo`;
    };
    const mount = join(world.directory, 'mount');
    mkdirSync(mount);
    symlinkSync(`../${await version('1')}`, join(mount, '..data'));
    for (const file of ['tls.crt', 'tls.key', 'ca.crt']) symlinkSync(`..data/${file}`, join(mount, file));
    const tls = world.read(tlsPaths(mount), 20);
    const { server } = await startEcho({ tls });
    const before = await shownAt(server.port);
    symlinkSync(`../${await version('2')}`, join(mount, '..new'));
    renameSync(join(mount, '..new'), join(mount, '..data'));
    await waitFor(async () => (await shownAt(server.port)) !== before, { what: 'the new certificate' });
  });

  it.each<[string, RegExp, (paths: ReturnType<typeof tlsPaths>) => void]>([
    [
      'half a certificate',
      /^GRPC_TLS_CERT_FILE: no certificate there, or not a whole one/,
      ({ certFile }) => truncateSync(certFile, 300),
    ],
    ['an empty file', /^GRPC_TLS_CERT_FILE: no certificate/, ({ certFile }) => truncateSync(certFile)],
    ['half a key', /^GRPC_TLS_KEY_FILE: no private key/, ({ keyFile }) => truncateSync(keyFile, 60)],
    ['half a CA', /^GRPC_TLS_CA_FILE: no certificate there/, ({ caFile }) => truncateSync(caFile, 300)],
    ['no file', /^GRPC_TLS_CA_FILE: cannot be read \(ENOENT\)/, ({ caFile }) => renameSync(caFile, `${caFile}.away`)],
    [
      "another service's certificate",
      /^GRPC_TLS_KEY_FILE: no private key of the certificate there/,
      ({ certFile }) => writeFileSync(certFile, readFileSync(tlsPaths(join(world.directory, 'rider')).certFile)),
    ],
    [
      "another service's certificate with its key",
      /^GRPC_TLS_CERT_FILE: the certificate is not for echo/,
      ({ certFile, keyFile }) => {
        const rider = tlsPaths(join(world.directory, 'rider'));
        writeFileSync(certFile, readFileSync(rider.certFile));
        writeFileSync(keyFile, readFileSync(rider.keyFile));
      },
    ],
  ])('that cannot be used (%s) leaves the one before in use, and is told once', async (_, why, spoil) => {
    const { tls, paths } = await world.of('echo');
    await world.of('rider');
    const { logger, lines } = logOf();
    const { server } = await startEcho({ tls, logger });
    const before = await shownAt(server.port);
    spoil(paths);
    tls.look();
    tls.look();
    expect(await shownAt(server.port)).toBe(before);
    const told = lines.filter(({ level }) => level === 'error');
    expect(told).toEqual([expect.objectContaining({ why: expect.stringMatching(why) as string })]);

    await world.ca.write(world.directory, 'echo');
    tls.look();
    expect(await shownAt(server.port)).not.toBe(before);
  });

  it('that does not come is told when a tenth of the time is left', async () => {
    const issued = await world.ca.issue(['echo'], new Date(Date.now() + 60 * 60_000)); // of 25 hours
    const paths = await world.ca.write(world.directory, 'echo');
    writeFileSync(paths.certFile, issued.cert);
    writeFileSync(paths.keyFile, issued.key);
    const { logger, lines } = logOf();
    const tls = world.read(paths);
    tls.reportTo(logger);
    tls.look();
    tls.look();
    expect(lines.filter(({ level }) => level === 'error').map(({ msg }) => msg)).toEqual([
      'the certificate ends soon and is not renewed',
    ]);
  });
});

describe('another CA', () => {
  it('takes over from the first without a failed call, while both are believed', async () => {
    const next = await CertificateAuthority.create('next CA of a test');
    const both = world.ca.cert + next.cert;
    const [server, client] = [await world.of('replica'), await world.of('load')];
    const replica = await serveReplica({ host: '127.0.0.1', port: 0, tls: server.tls, maxConnectionAgeSeconds: 0.2 });
    const load = new SteadyLoad(`127.0.0.1:${replica.port}`, 'workOnce', undefined, client.tls);
    /** Until calls came on so many new connections. */
    const renewals = async (what: string) => {
      const since = load.outcomes.length;
      const connections = () => new Set(load.outcomes.slice(since).map(({ from }) => from)).size;
      await waitFor(() => connections() >= 4, { what: `new connections after ${what}` });
    };
    const step = async (side: typeof server, service: string, ca: CertificateAuthority, believed: string) => {
      await ca.write(world.directory, service, believed);
      side.tls.look();
      await renewals(`${service} has a new file`);
    };
    try {
      await renewals('the start');
      await step(server, 'replica', world.ca, both);
      await step(client, 'load', world.ca, both);
      await step(client, 'load', next, both);
      await step(server, 'replica', next, both);
      await step(client, 'load', next, next.cert);
      await step(server, 'replica', next, next.cert);
      expect(load.failures).toEqual([]);
      // The first CA counts no more.
      const left = await world.of('left-behind');
      const old = new SteadyLoad(`127.0.0.1:${replica.port}`, 'work', undefined, left.tls);
      await waitFor(() => old.outcomes.length > 0);
      await old.stop();
      expect(old.failures).toHaveLength(old.outcomes.length);
    } finally {
      await load.stop();
      await replica.stop();
    }
  });

  it('is believed beside the first as long as its file is there', async () => {
    const next = await CertificateAuthority.create();
    const { paths } = await world.of('echo');
    const otherCaFile = join(world.directory, 'other.crt');
    const tls = world.read({ ...paths, otherCaFile });
    const { server } = await startEcho({ tls });
    const newcomer = await world.of('rider', next, next.cert + world.ca.cert);
    const call = () => tlsClientOf(newcomer.tls, server).say({ text: 'hi' }, { deadlineMs: 2_000 });
    await expect(call()).rejects.toMatchObject({ kind: 'unavailable' });
    writeFileSync(otherCaFile, next.cert);
    tls.look();
    await expect(waitFor(call)).resolves.toMatchObject({ text: 'hi' });
  });
});

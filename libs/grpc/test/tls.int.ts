// Who gets through where TLS is on, and who does not.
import { connect as connectTcp, createServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Client, credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { ConfigError } from '@lastmile/config';
import { CertificateAuthority } from '@lastmile/testing';
import { createClient, type RpcClient, toDomainError } from '../src/index.js';
import { clientOf, EchoService, startEcho, stopAll, testerMetadata, tlsClientOf } from './echo.js';
import { TlsWorld } from './tls-world.js';

let world: TlsWorld;
beforeAll(async () => {
  world = await TlsWorld.create();
});
afterAll(() => world.destroy());
afterEach(stopAll);

const pem = Buffer.from;
const YESTERDAY = new Date(Date.now() - 12 * 60 * 60 * 1_000);
/** So that a refusal is seen after the first attempt's. */
const SOON = { deadlineMs: 2_000 };
const UNAVAILABLE = { kind: 'unavailable' };

async function startEchoWithTls(more: Parameters<typeof startEcho>[0] = {}) {
  const { tls } = await world.of('echo');
  return startEcho({ tls, ...more });
}

/** A call by a channel that is none of ours: with these credentials, and the right service token. */
async function sayBy(channelCredentials: ReturnType<typeof credentials.createSsl>, port: number): Promise<unknown> {
  const channel = new Client(`127.0.0.1:${port}`, channelCredentials, { 'grpc.ssl_target_name_override': 'echo' });
  const { path, requestSerialize, responseDeserialize } = EchoService.say;
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + SOON.deadlineMs;
    const metadata = testerMetadata();
    const done = (error: Error | null, reply?: unknown) => (error ? reject(toDomainError(error)) : resolve(reply));
    channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, { text: 'hi' }, metadata, { deadline }, done);
  }).finally(() => channel.close());
}

describe('a server with TLS', () => {
  it('answers a client that shows a certificate of the same CA', async () => {
    const { server } = await startEchoWithTls();
    const { tls } = await world.of('rider');
    await expect(tlsClientOf(tls, server).say({ text: 'hi' })).resolves.toMatchObject({ text: 'hi' });
  });

  it('refuses a client without TLS', async () => {
    const { server } = await startEchoWithTls();
    await expect(clientOf(server).say({ text: 'hi' }, SOON)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('refuses a client without a certificate, with one of another CA, and with one that has ended', async () => {
    const { server } = await startEchoWithTls();
    const ca = pem(world.ca.cert);
    const by = ({ key, cert }: { key: string; cert: string }) =>
      sayBy(credentials.createSsl(ca, pem(key), pem(cert)), server.port);
    await expect(by(await world.ca.issue(['rider']))).resolves.toMatchObject({ text: 'hi' });
    await expect(sayBy(credentials.createSsl(ca), server.port)).rejects.toMatchObject(UNAVAILABLE);
    const stranger = await CertificateAuthority.create();
    await expect(by(await stranger.issue(['rider']))).rejects.toMatchObject(UNAVAILABLE);
    await expect(by(await world.ca.issue(['rider'], YESTERDAY))).rejects.toMatchObject(UNAVAILABLE);
  });

  it('closes connections beyond its bound', async () => {
    const { server } = await startEchoWithTls({ maxConnections: 1 });
    const [first, second] = [await world.of('rider'), await world.of('driver')];
    await tlsClientOf(first.tls, server).say({ text: 'hi' });
    await expect(tlsClientOf(second.tls, server).say({ text: 'hi' }, SOON)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('does not start with the certificate of another service', async () => {
    const { tls } = await world.of('rider');
    const start = startEcho({ tls });
    await expect(start).rejects.toThrow(ConfigError);
    await expect(start).rejects.toThrow('GRPC_TLS_CERT_FILE: the certificate is not for echo');
  });
});

describe('a client with TLS', () => {
  /** Answers nobody, and shows this certificate. */
  async function impostor({ key, cert }: { key: string; cert: string }): Promise<number> {
    const server = new Server();
    server.addService(
      { say: EchoService.say },
      { say: (_call: unknown, done: (error: null, reply: object) => void) => done(null, { text: 'caught' }) },
    );
    impostors.push(server);
    const pair = { private_key: pem(key), cert_chain: pem(cert) };
    return new Promise((resolve, reject) => {
      const shown = ServerCredentials.createSsl(pem(world.ca.cert), [pair]);
      server.bindAsync('127.0.0.1:0', shown, (error, port) => (error ? reject(error) : resolve(port)));
    });
  }
  const impostors: Server[] = [];
  afterEach(() => impostors.splice(0).forEach((server) => server.forceShutdown()));

  async function callerOf(port: number): Promise<RpcClient<typeof EchoService>> {
    const { tls } = await world.of('rider');
    return tlsClientOf(tls, { port });
  }

  it.each<[string, string | undefined, () => Promise<{ key: string; cert: string }>]>([
    ['believes the service it means', 'caught', () => world.ca.issue(['echo'])],
    ['refuses another service of the same CA', undefined, () => world.ca.issue(['trip'])],
    ['refuses one whose certificate has ended', undefined, () => world.ca.issue(['echo'], YESTERDAY)],
    ['refuses one of another CA', undefined, async () => (await CertificateAuthority.create()).issue(['echo'])],
  ])('%s', async (_, answer, issued) => {
    const call = (await callerOf(await impostor(await issued()))).say({ text: 'hi' }, SOON);
    if (answer) await expect(call).resolves.toMatchObject({ text: answer });
    else await expect(call).rejects.toMatchObject(UNAVAILABLE);
  });

  it('refuses a server without TLS', async () => {
    const { server } = await startEcho();
    await expect((await callerOf(server.port)).say({ text: 'hi' }, SOON)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('means the service, whatever the address says', async () => {
    const { server } = await startEchoWithTls();
    const { tls } = await world.of('rider');
    for (const address of [`localhost:${server.port}`, `dns:///127.0.0.1:${server.port}`]) {
      const [right, wrong] = ['echo', 'trip'].map((callee) =>
        createClient(EchoService, { address, callee, tls, service: 'tester' }),
      );
      await expect(right!.say({ text: 'hi' })).resolves.toMatchObject({ text: 'hi' });
      await expect(wrong!.say({ text: 'hi' }, SOON)).rejects.toMatchObject(UNAVAILABLE);
      right!.close();
      wrong!.close();
    }
  });
});

describe('on the wire', () => {
  /** Carries to `port`, and keeps what it carried. */
  async function listeningWire(port: number) {
    const heard: Buffer[] = [];
    const sockets: Socket[] = [];
    const relay = createServer((near) => {
      const far = connectTcp(port, '127.0.0.1');
      sockets.push(near, far);
      for (const socket of [near, far]) {
        socket.on('data', (bytes: Buffer) => heard.push(bytes)).on('error', () => undefined);
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const close = () => {
      relay.close();
      for (const socket of sockets) socket.destroy();
    };
    return { port: (relay.address() as AddressInfo).port, heard: () => Buffer.concat(heard).toString('latin1'), close };
  }

  it.each([
    ['nothing can be read with TLS', true],
    ['all can be read without', false],
  ])('%s', async (_, encrypted) => {
    const tls = encrypted ? (await world.of('echo')).tls : undefined;
    const { server } = await startEcho({ tls });
    const wire = await listeningWire(server.port);
    const client = tlsClientOf(tls, wire);
    await expect(client.say({ text: 'PIN 4711 of Robin' })).resolves.toMatchObject({ text: 'PIN 4711 of Robin' });
    wire.close();
    const heard = wire.heard();
    expect(heard.length).toBeGreaterThan(200);
    for (const word of ['4711', 'Robin']) expect([word, heard.includes(word)]).toEqual([word, !encrypted]);
  });

  it('nothing older than TLS 1.2 is spoken, and 1.3 among ourselves', async () => {
    const { server } = await startEchoWithTls();
    const { key, cert } = await world.ca.issue(['rider']);
    const shake = (maxVersion: 'TLSv1.1' | 'TLSv1.3') =>
      new Promise((resolve, reject) => {
        const options = { port: server.port, host: '127.0.0.1', servername: 'echo', ALPNProtocols: ['h2'] };
        const socket = connectTls(
          {
            ...options,
            key,
            cert,
            ca: world.ca.cert,
            minVersion: 'TLSv1.1',
            maxVersion,
            ciphers: 'DEFAULT@SECLEVEL=0',
          },
          () => resolve(socket.getProtocol()),
        );
        socket.once('error', reject).once('close', () => reject(new Error('closed')));
        socket.once('secureConnect', () => socket.end());
      });
    await expect(shake('TLSv1.3')).resolves.toBe('TLSv1.3');
    await expect(shake('TLSv1.1')).rejects.toThrow();
  });
});

// How a server comes and goes: health, reflection, a taken port, draining, and a replica that is lost.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Client, credentials, status as Code } from '@grpc/grpc-js';
import { asService, bootstrap, serve, StartupError, toDomainError } from '../src/index.js';
import { clientOf, reactions, signal, startEcho, stopAll } from './echo.js';
import { health } from './health.js';
import { TlsWorld } from './tls-world.js';

afterEach(stopAll);

/** A TCP relay in front of `port` that can go the way a SIGKILL goes: connections reset, nobody listening. */
async function killableWire(port: number): Promise<{ port: number; kill(): void }> {
  const sockets: Socket[] = [];
  const relay = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const kill = () => {
    relay.close();
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return { port: (relay.address() as AddressInfo).port, kill };
}

describe('health', () => {
  it('is SERVING for the server and for its service', async () => {
    const { server } = await startEcho();
    await expect(health(server.port, '')).resolves.toBe('SERVING');
    await expect(health(server.port, 'echo.v1.EchoService')).resolves.toBe('SERVING');
    await expect(health(server.port, 'other.v1.OtherService')).rejects.toMatchObject({ code: 5 });
  });
});

describe('the port for probes', () => {
  let world: TlsWorld;
  beforeAll(async () => {
    world = await TlsWorld.create();
  });
  afterAll(() => world.destroy());

  it('tells health without TLS, until the server is gone', async () => {
    const { server } = await startEcho({ tls: (await world.of('echo')).tls, healthPort: 0, drainSeconds: 0.5 });
    await expect(health(server.healthPort!, '')).resolves.toBe('SERVING');
    await expect(health(server.port, '')).rejects.toMatchObject({ code: Code.UNAVAILABLE });
    const stopped = server.stop();
    await expect(health(server.healthPort!, 'echo.v1.EchoService')).resolves.toBe('NOT_SERVING');
    await stopped;
    await expect(health(server.healthPort!, '')).rejects.toMatchObject({ code: Code.UNAVAILABLE });
  });

  it('serves nothing else', async () => {
    const { server } = await startEcho({ healthPort: 0, reflection: true });
    const call = clientOf({ port: server.healthPort! }).say({ text: 'hi' });
    await expect(call).rejects.toMatchObject({ cause: { code: Code.UNIMPLEMENTED } });
    await expect(reflectionError(server.healthPort!)).resolves.toMatchObject({ code: Code.UNIMPLEMENTED });
  });

  it('is named when it is taken', async () => {
    const { server } = await startEcho();
    const second = startEcho({ healthPort: server.port });
    await expect(second).rejects.toThrow(new RegExp(`^HEALTH_PORT: .*${server.port}`));
  });
});

/** Of a server without reflection. */
async function reflectionError(port: number): Promise<unknown> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const bytes = (value: Buffer) => value;
  const call = client.makeBidiStreamRequest('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', bytes, bytes);
  const error: unknown = await new Promise((resolve) => call.once('error', resolve).resume());
  client.close();
  return error;
}

describe('reflection', () => {
  it('lists the service', async () => {
    const { server } = await startEcho({ reflection: true });
    const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
    // ServerReflectionRequest { list_services = 7: "" }; the reply holds the names as plain text.
    const call = client.makeBidiStreamRequest(
      '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      (value: Buffer) => value,
      (bytes: Buffer) => bytes.toString('latin1'),
    );
    call.write(Buffer.from([0x3a, 0x00]));
    const reply = await new Promise((resolve) => call.once('data', resolve));
    call.end();
    await new Promise((resolve) => call.once('end', resolve).resume());
    client.close();
    expect(reply).toContain('echo.v1.EchoService');
  });

  it('is off unless asked for', async () => {
    const { server } = await startEcho();
    await expect(reflectionError(server.port)).resolves.toMatchObject({ code: Code.UNIMPLEMENTED });
  });

  it('is left out, with a line in the log, when the files are missing', async () => {
    const { client, lines } = await startEcho({ reflection: true, protoDir: '/nowhere' });
    await expect(client.say({ text: 'hi' })).resolves.toMatchObject({ text: 'hi' });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', msg: 'no reflection' }));
  });
});

describe('a taken port', () => {
  it('is a StartupError that names the key', async () => {
    const { server } = await startEcho();
    const second = startEcho({ port: server.port });
    await expect(second).rejects.toThrow(StartupError);
    await expect(second).rejects.toThrow(new RegExp(`^GRPC_PORT: .*${server.port}`));
  });
});

describe('stop', () => {
  it.each(['without TLS', 'with TLS'])('finishes calls in flight and ends open streams, %s', async (kind) => {
    const world = kind === 'with TLS' ? await TlsWorld.create() : undefined;
    const { server, client } = await startEcho({ tls: (await world?.of('echo'))?.tls });
    const [entered, release] = [signal(), signal()];
    reactions.set('slow', () => {
      entered.resolve();
      return release.promise;
    });
    const slow = client.say({ text: 'slow' });
    const ended = (call: NodeJS.ReadableStream) =>
      new Promise((resolve) => call.on('error', (error) => resolve(toDomainError(error))).resume());
    const count = client.stream.count({ value: 0 });
    const chat = client.stream.chat();
    const sum = client.stream.sum();
    sum.write({ value: 1 });
    chat.write({ value: 1 });
    await Promise.all([entered.promise, new Promise((resolve) => count.once('data', resolve))]);
    await new Promise((resolve) => chat.once('data', resolve));
    const ends = Promise.all([ended(count), ended(chat), sum.response.catch((error: unknown) => error)]);

    const stopped = server.stop();
    for (const error of await ends) expect(error).toMatchObject({ kind: 'unavailable', reason: 'DRAINING' });
    release.resolve();
    await expect(slow).resolves.toMatchObject({ text: 'slow' });
    await stopped;
    await expect(health(server.port, '')).rejects.toMatchObject({ code: 14 });
    world?.destroy();
  });

  it('reports NOT_SERVING while it still answers', async () => {
    const { server, client } = await startEcho({ drainSeconds: 0.5 });
    const stopped = server.stop();
    await expect(health(server.port, '')).resolves.toBe('NOT_SERVING');
    await expect(client.say({ text: 'late' })).resolves.toMatchObject({ text: 'late' });
    await stopped;
  });

  it('does not wait for a handler that never ends', async () => {
    const { server, client } = await startEcho({ graceSeconds: 0.1 });
    const entered = signal();
    reactions.set('stuck', () => {
      entered.resolve();
      return new Promise(() => undefined);
    });
    const stuck = client.say({ text: 'stuck' }, { deadlineMs: 60_000 }).catch((error: unknown) => error);
    await entered.promise;
    await server.stop();
    await expect(stuck).resolves.toMatchObject({ name: 'DomainError' });
  });
});

describe('a lost replica', () => {
  it('costs no call: those in flight on it are done by the other one', async () => {
    const [first, second] = [await startEcho(), await startEcho()];
    const wire = await killableWire(first.server.port);
    const client = clientOf(wire, second.server);
    // Both connections are up once both have logged a call.
    for (let n = 0; first.rpcLines().length === 0 || second.rpcLines().length === 0; n += 1)
      await client.say({ text: 'n' });

    const [allEntered, release] = [signal(), signal()];
    let entered = 0;
    reactions.set('hold', () => {
      entered += 1;
      if (entered === 10) allEntered.resolve();
      return release.promise;
    });
    const calls = Array.from({ length: 10 }, () => client.say({ text: 'hold' }));
    await allEntered.promise;
    wire.kill();
    release.resolve();
    expect(await Promise.all(calls)).toHaveLength(10);
    expect(entered).toBe(15); // the five on the lost replica were called again
    for (let n = 0; n < 20; n += 1) await client.say({ text: 'after' });
  });

  it('is retried when a replica refuses with UNAVAILABLE', async () => {
    const { DomainError } = await import('@lastmile/errors');
    const { client, rpcLines } = await startEcho();
    let failures = 2;
    reactions.set('flaky', () => {
      if (failures-- > 0) throw new DomainError('unavailable', 'DATABASE_DOWN', 'try again');
    });
    await expect(client.say({ text: 'flaky' }, { requestId: 'same' })).resolves.toMatchObject({ requestId: 'same' });
    expect(rpcLines().map((line) => line.code)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'OK']);
  });

  it('is unavailable when nobody listens', async () => {
    const { server, client } = await startEcho();
    await server.stop();
    await expect(client.say({ text: 'anyone?' })).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('names the replica that answered, and none when none did', async () => {
    const { server, client } = await startEcho();
    const peers: string[] = [];
    const onPeer = (address: string) => void peers.push(address);
    await client.say({ text: 'hello' }, { caller: asService('test'), onPeer });
    await server.stop();
    await client.say({ text: 'anyone?' }, { deadlineMs: 500, onPeer }).catch(() => undefined);
    expect(peers).toEqual([`127.0.0.1:${server.port}`, 'unknown']);
  });
});

describe('bootstrap', () => {
  const exitCode = () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const spy = jest.spyOn(process, 'exit').mockImplementation((code) => {
      resolve(Number(code));
      throw new Error('exit');
    });
    return { promise, restore: () => spy.mockRestore() };
  };

  afterEach(() => {
    for (const event of ['uncaughtException', 'unhandledRejection', 'SIGTERM', 'SIGINT'])
      process.removeAllListeners(event);
  });

  it('prints one line and exits with 1 when the port is taken', async () => {
    const { server } = await startEcho();
    const exit = exitCode();
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    class Empty {}
    await bootstrap('trip', () =>
      serve({ service: 'trip', definitions: [], module: Empty, port: server.port, host: '127.0.0.1', drainSeconds: 0 }),
    ).catch(() => undefined);
    expect(await exit.promise).toBe(1);
    const text = written.mock.calls.map(([chunk]) => String(chunk)).join('');
    written.mockRestore();
    exit.restore();
    expect(text).toMatch(new RegExp(`^trip: GRPC_PORT: [^\n]*${server.port}[^\n]*\n$`));
  });

  it('stops what runs and exits with 0 on SIGTERM', async () => {
    const exit = exitCode();
    const stop = jest.fn().mockResolvedValue(undefined);
    const done = bootstrap('trip', () => Promise.resolve({ stop })).catch(() => undefined);
    process.emit('SIGTERM', 'SIGTERM');
    expect(await exit.promise).toBe(0);
    await done;
    exit.restore();
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('exits with 0 on SIGTERM while it still waits for what it needs', async () => {
    const exit = exitCode();
    const done = bootstrap('trip', () => new Promise(() => undefined)).catch(() => undefined);
    process.emit('SIGTERM', 'SIGTERM');
    expect(await exit.promise).toBe(0);
    await done;
    exit.restore();
  });
});

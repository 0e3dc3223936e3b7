// What a call carries there and back: replies, errors, caller, request id, deadline, and what is logged about it.
import { Client, credentials, status as Code, type ServiceError } from '@grpc/grpc-js';
import { asService, callerOf, createClient, runAs, toDomainError } from '../src/index.js';
import { clientOf, EchoService, next, reactions, signal, startEcho, stopAll, testerMetadata } from './echo.js';

afterEach(stopAll);

describe('unary calls', () => {
  it('brings a refusal back with kind, reason, message and metadata', async () => {
    const { client, rpcLines } = await startEcho();
    await expect(client.say({ text: 'full' })).rejects.toMatchObject({
      name: 'DomainError',
      kind: 'failed_precondition',
      reason: 'SEATS_TAKEN',
      message: 'no seat is left',
      metadata: { route_id: 'r1' },
    });
    expect(rpcLines()).toMatchObject([{ level: 'info', code: 'FAILED_PRECONDITION', reason: 'SEATS_TAKEN' }]);
  });

  it('says nothing about a bug to the caller and everything, once, to the log', async () => {
    const { client, lines } = await startEcho();
    const error = await client.say({ text: 'bug' }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'internal', reason: 'INTERNAL', message: 'internal error', metadata: {} });
    const told = lines.filter((line) => JSON.stringify(line).includes('secret detail'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ level: 'error', code: 'INTERNAL' });
    expect(JSON.stringify(told[0])).toContain('root cause');
  });

  it('answers INTERNAL without details when a reply cannot be encoded', async () => {
    const { client, rpcLines } = await startEcho();
    await expect(client.say({ text: 'nothing' })).rejects.toMatchObject({
      kind: 'internal',
      message: 'internal error',
    });
    expect(rpcLines()).toMatchObject([{ code: 'INTERNAL', err: { message: 'nothing to encode' } }]);
  });

  it('logs one line with method, code, duration, request id, caller and ids', async () => {
    const { client, rpcLines } = await startEcho();
    const caller = { userId: 'u1', roles: ['rider' as const] };
    await client.say({ text: 'hello', tripId: 't1' }, { caller, requestId: 'req-1' });
    expect(rpcLines()).toMatchObject([
      { method: 'echo.v1.EchoService/Say', code: 'OK', request_id: 'req-1', user_id: 'u1', caller_service: 'tester' },
    ]);
    expect(rpcLines()[0]).toMatchObject({ ids: { tripId: 't1' }, ms: expect.any(Number) });
    expect(JSON.stringify(rpcLines())).not.toContain('hello');
  });

  it('refuses a call that names nobody where a caller is needed', async () => {
    const { client } = await startEcho();
    await expect(client.say({ text: 'who' })).rejects.toMatchObject({
      kind: 'unauthenticated',
      reason: 'CALLER_MISSING',
    });
    await expect(runAs(asService('location'), () => client.say({ text: 'who' }))).resolves.toMatchObject({
      userId: 'service:tester',
    });
  });
});

describe('bad bytes', () => {
  const raw = async (port: number, path: string, bytes: Buffer): Promise<ServiceError> => {
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    try {
      return await new Promise<ServiceError>((resolve, reject) => {
        const identity = (value: Buffer) => value;
        client.makeUnaryRequest(path, identity, identity, bytes, testerMetadata(), (error) =>
          error ? resolve(error) : reject(new Error('it was accepted')),
        );
      });
    } finally {
      client.close();
    }
  };

  it.each([['Say'], ['Count']])('answers INVALID_ARGUMENT to %s and keeps serving', async (name) => {
    const { server, client, rpcLines } = await startEcho();
    const error = await raw(server.port, `/echo.v1.EchoService/${name}`, Buffer.from([0xff, 0x00, 0x7b]));
    expect(error.code).toBe(Code.INVALID_ARGUMENT);
    expect(toDomainError(error)).toMatchObject({ reason: 'MALFORMED_REQUEST' });
    expect(rpcLines()).toHaveLength(1);
    await expect(client.say({ text: 'still here' })).resolves.toMatchObject({ text: 'still here' });
  });

  it('ends a stream of requests with a status, not with a crash', async () => {
    const { server, client } = await startEcho();
    const error = await raw(server.port, '/echo.v1.EchoService/Sum', Buffer.from([0xff]));
    expect(error.code).toBe(Code.INTERNAL);
    await expect(client.say({ text: 'still here' })).resolves.toMatchObject({ text: 'still here' });
  });

  it('answers RESOURCE_EXHAUSTED to a message over 4 MiB', async () => {
    const { client } = await startEcho();
    const text = 'x'.repeat(4 * 1024 * 1024);
    await expect(client.say({ text })).rejects.toMatchObject({ kind: 'resource_exhausted' });
  });

  it('answers UNIMPLEMENTED to an unknown method', async () => {
    const { server } = await startEcho();
    expect((await raw(server.port, '/echo.v1.EchoService/Shout', Buffer.from('{}'))).code).toBe(Code.UNIMPLEMENTED);
  });
});

describe('calls within a call', () => {
  it('carry the first caller, the request id and the deadline', async () => {
    const inner = await startEcho();
    const outer = await startEcho();
    next.client = createClient(EchoService, { address: `ipv4:127.0.0.1:${inner.server.port}`, service: 'outer' });
    try {
      const before = Date.now();
      const caller = { userId: 'u1', roles: ['driver' as const] };
      const seen = await outer.client.relay({ text: 'hi' }, { caller, requestId: 'req-7', deadlineMs: 2000 });
      expect(seen).toMatchObject({ userId: 'u1', service: 'outer', requestId: 'req-7' });
      // The default of the inner call would be 5 s; grpc-timeout may round by a few milliseconds.
      expect(seen.deadline).toBeLessThan(before + 3000);
    } finally {
      next.client.close();
    }
  });

  it('fail as unavailable when time is up, with the callee told to stop waiting', async () => {
    const { client } = await startEcho();
    const never = signal();
    reactions.set('wait', () => never.promise);
    await expect(client.say({ text: 'wait' }, { deadlineMs: 30 })).rejects.toMatchObject({
      kind: 'unavailable',
      reason: 'DEADLINE_EXCEEDED',
    });
    never.resolve();
  });
});

describe('streams', () => {
  it('deliver all messages of a server stream in order, then its end', async () => {
    const { client, rpcLines } = await startEcho();
    const values: number[] = [];
    for await (const { value } of client.stream.count({ value: 500 })) values.push(value as number);
    expect(values).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect(rpcLines()).toMatchObject([{ method: 'echo.v1.EchoService/Count', code: 'OK' }]);
  });

  it('end with the domain error of the handler', async () => {
    const { client } = await startEcho();
    const read = async () => {
      for await (const tick of client.stream.count({ value: -1 })) expect(tick).toEqual({ value: 1 });
    };
    const error = await read().catch(toDomainError);
    expect(error).toMatchObject({ kind: 'not_found', reason: 'NO_MORE' });
  });

  it('stop the handler when the client cancels', async () => {
    const { client, rpcLines } = await startEcho();
    const unsubscribed = signal();
    reactions.set('unsubscribed', unsubscribed.resolve);
    const call = client.stream.count({ value: 0 });
    call.on('error', () => undefined);
    call.once('data', () => call.cancel());
    await unsubscribed.promise;
    expect(rpcLines()).toMatchObject([{ code: 'CANCELLED' }]);
  });

  it('answer a stream of requests once', async () => {
    const { client } = await startEcho();
    const call = client.stream.sum();
    for (const value of [1, 2, 3]) call.write({ value });
    call.end();
    await expect(call.response).resolves.toEqual({ value: 6 });
  });

  it('refuse a stream of requests in its middle', async () => {
    const { client } = await startEcho();
    const call = client.stream.sum();
    call.write({ value: -1 });
    await expect(call.response).rejects.toMatchObject({ kind: 'failed_precondition', reason: 'NEGATIVE' });
  });

  it('talk both ways until the client ends', async () => {
    const { client, rpcLines } = await startEcho();
    const call = client.stream.chat();
    call.write({ value: 1 });
    call.write({ value: 2 });
    call.end();
    const replies: unknown[] = [];
    for await (const reply of call) replies.push(reply);
    expect(replies).toEqual([{ value: 2 }, { value: 4 }]);
    expect(rpcLines()).toMatchObject([{ code: 'OK' }]);
  });
});

describe('metadata', () => {
  it('names nobody by itself', () => {
    const metadata = testerMetadata();
    metadata.set('lastmile-user-id', 'u1');
    metadata.set('lastmile-roles', 'operator,service');
    expect(() => callerOf(metadata)).toThrow('this call needs a caller');
  });

  it('replaces a request id that is no id', async () => {
    const { server } = await startEcho();
    const seen = await clientOf(server).say({ text: 'x' }, { requestId: 'a b' });
    expect(seen.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

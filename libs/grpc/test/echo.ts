// A small service with all four kinds of RPC, its definition written by hand in the shape that ts-proto generates.
import { Module } from '@nestjs/common';
import { Metadata, type ServerDuplexStream, type ServerReadableStream } from '@grpc/grpc-js';
import { DomainError, failedPrecondition } from '@lastmile/errors';
import { createLogger, type Logger } from '@lastmile/telemetry';
import { Observable } from 'rxjs';
import {
  callContext,
  type CallerDeclarations,
  callerOf,
  createClient,
  maybeCallerOf,
  processIdentity,
  RpcController,
  serve,
  type RpcClient,
  type RpcHandlers,
  type RunningService,
  type ServeOptions,
  type TlsFiles,
} from '../src/index.js';

interface SayRequest {
  text: string;
  tripId?: string;
}
interface SayResponse {
  text: string;
  requestId?: string;
  userId?: string;
  roles?: readonly string[];
  service?: string;
  deadline?: number;
}
interface Tick {
  value: number;
}

const encode = (value: unknown): Buffer => {
  if (value === undefined) throw new TypeError('nothing to encode');
  return Buffer.from(JSON.stringify(value));
};
/** As in messages that ts-proto generates, the fields of an empty one have their defaults. */
const decode = <T>(bytes: Buffer): T => (bytes.length === 0 ? { requestId: '' } : JSON.parse(bytes.toString())) as T;
const method = <Q, S, QS extends boolean, SS extends boolean>(name: string, requestStream: QS, responseStream: SS) => ({
  path: `/echo.v1.EchoService/${name}` as const,
  requestStream,
  responseStream,
  requestSerialize: (value: Q) => encode(value),
  requestDeserialize: (bytes: Buffer) => decode<Q>(bytes),
  responseSerialize: (value: S) => encode(value),
  responseDeserialize: (bytes: Buffer) => decode<S>(bytes),
});

export const EchoService = {
  say: method<SayRequest, SayResponse, false, false>('Say', false, false),
  relay: method<SayRequest, SayResponse, false, false>('Relay', false, false),
  count: method<Tick, Tick, false, true>('Count', false, true),
  sum: method<Tick, Tick, true, false>('Sum', true, false),
  chat: method<Tick, Tick, true, true>('Chat', true, true),
};

/** Set by tests: what happens when a call says that word. */
export const reactions = new Map<string, () => Promise<void> | void>();
/** Set by tests: where `relay` calls on to. */
export const next: { client?: RpcClient<typeof EchoService> } = {};

@RpcController(EchoService)
class EchoController implements RpcHandlers<typeof EchoService> {
  async say(request: SayRequest, metadata: Metadata): Promise<SayResponse> {
    await reactions.get(request.text)?.();
    const caller = maybeCallerOf(metadata);
    if (request.text === 'who') callerOf(metadata);
    if (request.text === 'bug') throw new TypeError('secret detail', { cause: new Error('root cause') });
    if (request.text === 'full') throw failedPrecondition('SEATS_TAKEN', 'no seat is left', { route_id: 'r1' });
    if (request.text === 'nothing') return undefined as unknown as SayResponse;
    const { requestId, deadline } = callContext() ?? {};
    return {
      text: request.text,
      requestId,
      deadline,
      userId: caller?.userId,
      roles: caller?.roles,
      service: caller?.service,
    };
  }

  relay(request: SayRequest): Promise<SayResponse> {
    return next.client!.say(request);
  }

  /** 1, 2, … up to `value`; 0 stays open for ever, -1 fails after the first. */
  count({ value }: Tick): Observable<Tick> {
    return new Observable((subscriber) => {
      subscriber.next({ value: 1 });
      for (let n = 2; n <= value; n += 1) subscriber.next({ value: n });
      if (value < 0) subscriber.error(new DomainError('not_found', 'NO_MORE', 'nothing to count'));
      else if (value > 0) subscriber.complete();
      return () => void reactions.get('unsubscribed')?.();
    });
  }

  async sum(call: ServerReadableStream<Tick, Tick>): Promise<Tick> {
    let total = 0;
    for await (const { value } of call as AsyncIterable<Tick>) {
      if (value < 0) throw failedPrecondition('NEGATIVE', 'only counts upwards');
      total += value;
    }
    return { value: total };
  }

  async chat(call: ServerDuplexStream<Tick, Tick>): Promise<void> {
    for await (const { value } of call as AsyncIterable<Tick>) call.write({ value: value * 2 });
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

const CALLING = ['tester', 'test', 'outer', 'location'];
const everybody = Object.fromEntries(CALLING.map((name) => [name, ['anybody' as const, 'itself' as const]]));
export const CALLERS: CallerDeclarations = {
  EchoService: { Say: everybody, Relay: everybody, Count: everybody, Sum: everybody, Chat: everybody },
};

const open: { stop(): Promise<void> }[] = [];

/** An echo server on a free port, its log lines and a client; all of them closed by `stopAll`. */
export async function startEcho(options: Partial<ServeOptions> = {}) {
  const lines: Record<string, unknown>[] = [];
  const logger: Logger = createLogger(
    { service: 'echo', level: 'info' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const server: RunningService = await serve({
    service: 'echo',
    definitions: [EchoService],
    module: EchoModule,
    port: 0,
    host: '127.0.0.1',
    protoDir: new URL('./proto', import.meta.url).pathname,
    drainSeconds: 0,
    logger,
    callers: CALLERS,
    ...options,
  });
  open.push(server);
  return {
    server,
    lines,
    client: tlsClientOf(options.tls, server),
    rpcLines: () => lines.filter((line) => line.msg === 'rpc'),
  };
}

/** What a client of ours sends, for calls that are made by hand. */
export function testerMetadata(): Metadata {
  const metadata = new Metadata();
  metadata.set('lastmile-service-token', processIdentity().serviceToken('echo', 'tester'));
  return metadata;
}

export const clientOf = (...servers: { port: number }[]): RpcClient<typeof EchoService> =>
  tlsClientOf(undefined, ...servers);

/** With a certificate of its own; without one as `clientOf`. */
export function tlsClientOf(tls: TlsFiles | undefined, ...servers: { port: number }[]): RpcClient<typeof EchoService> {
  const address = `ipv4:${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  const client = createClient(EchoService, { address, service: 'tester', tls });
  open.push({ stop: () => Promise.resolve(client.close()) });
  return client;
}

export async function stopAll(): Promise<void> {
  await Promise.all(
    open
      .splice(0)
      .reverse()
      .map((it) => it.stop()),
  );
  reactions.clear();
  next.client = undefined;
}

/** A promise to be resolved from elsewhere: tests wait for conditions, not for time. */
export const signal = (): { promise: Promise<void>; resolve: () => void } => Promise.withResolvers<void>();

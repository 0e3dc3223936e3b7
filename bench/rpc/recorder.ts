// Preloaded into the services of the recording run: writes down every SQL statement and every outgoing call that a
// recorded request causes, under its request id, so that they can be measured bare later. Not loaded while anything is measured.
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client as GrpcClient, Server as GrpcServer } from '@grpc/grpc-js';
import pg from 'pg';
import { requestContext } from '@lastmile/telemetry';
import { RECORD_DIRECTORY, RECORDED, type Entry, type Statement } from './recording.js';

const file = join(process.env[RECORD_DIRECTORY] ?? '.', `${process.pid}.jsonl`);

function note(entry: Entry): void {
  appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/** Of the running request, when it is to be recorded. */
function recordedId(): string | undefined {
  const requestId = requestContext()?.requestId;
  return requestId?.startsWith(RECORDED) ? requestId : undefined;
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
/** Calls `before` with the arguments of each call of a method, which it may change. */
function intercept(prototype: object, name: string, before: (self: unknown, args: unknown[]) => void): void {
  const methods = prototype as Record<string, AnyFunction>;
  const original = methods[name] as AnyFunction;
  methods[name] = function (...args) {
    before(this, args);
    return original.apply(this, args);
  };
}

/** The path of the RPC that this process is answering. */
const method = new AsyncLocalStorage<string>();

intercept(GrpcServer.prototype, 'register', (_, args) => {
  const [path, handler] = args as [string, AnyFunction];
  args[1] = (...call: unknown[]) => method.run(path, () => handler(...call));
});

intercept(pg.Client.prototype, 'query', (self, [query, list]) => {
  const requestId = recordedId();
  const statement = typeof query === 'string' ? { text: query, values: valuesOf(list) } : (query as Partial<Statement>);
  if (requestId === undefined || statement.text === undefined) return;
  const { processID: connection, user: role } = self as { processID: number; user: string };
  const { name, text, values = [] } = statement;
  note({ kind: 'statement', requestId, method: method.getStore() ?? '', connection, role, name, text, values });
});

/** A callback may stand in their place. */
const valuesOf = (list: unknown): unknown[] => (Array.isArray(list) ? list : []);

intercept(GrpcClient.prototype, 'makeUnaryRequest', (_, args) => {
  const requestId = recordedId();
  if (requestId === undefined) return;
  const [path, serialize, deserialize] = args as [string, (value: unknown) => Buffer, (bytes: Buffer) => unknown];
  let request: Buffer = Buffer.alloc(0);
  const began = performance.now();
  args[1] = (value: unknown) => (request = serialize(value));
  args[2] = (response: Buffer) => {
    note({
      kind: 'call',
      requestId,
      path,
      request: request.toString('base64'),
      response: response.toString('base64'),
      began,
      ended: performance.now(),
    });
    return deserialize(response);
  };
});

// One service of the skeleton: a Match with the same processes, calls and SQL as the real one, and nothing else. Answers each
// RPC with bytes given beforehand, after its recorded SQL, and for Match after its recorded calls.
import { Client, credentials, Metadata, Server, ServerCredentials, type ServerUnaryCall } from '@grpc/grpc-js';
import pg from 'pg';
import { answering } from './bare-process.js';
import type { RecordedUnit } from './recording.js';
import { runUnit } from './run-unit.js';

/** Metadata key: which of the recorded Matches this is. */
export const MATCH_INDEX = 'bench-match';

export interface SkeletonRpc {
  readonly path: string;
  readonly response: Uint8Array;
  /** For each recorded Match. */
  readonly units: readonly (readonly RecordedUnit[])[];
  /** In steps; the calls of one step are made together. */
  readonly calls: readonly (readonly {
    readonly path: string;
    readonly request: Uint8Array;
    readonly port: number;
  }[])[];
}

export interface SkeletonService {
  readonly rpcs: readonly SkeletonRpc[];
  /** Of the service's role; empty for a service without tables. */
  readonly databaseUrl: string;
  readonly poolMax: number;
}

type Callback = (error: Error | null, value?: Buffer) => void;
const bytes = (message: Buffer): Buffer => message;

/** Its one question: what to be; its answer: the port. */
answering(async ({ rpcs, databaseUrl, poolMax }: SkeletonService): Promise<number> => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolMax, idleTimeoutMillis: 0 });
  const server = new Server();
  for (const rpc of rpcs) {
    const steps = rpc.calls.map((step) =>
      step.map(({ path, request, port }) => caller(path, Buffer.from(request), port)),
    );
    const response = Buffer.from(rpc.response);
    const answer = async ({ metadata }: ServerUnaryCall<Buffer, Buffer>) => {
      const index = String(metadata.get(MATCH_INDEX)[0]);
      for (const unit of rpc.units[Number(index)] ?? []) await runUnit(pool, unit);
      for (const step of steps) await Promise.all(step.map((call) => call(index)));
      return response;
    };
    const handler = (call: ServerUnaryCall<Buffer, Buffer>, callback: Callback) =>
      void answer(call).then((reply) => callback(null, reply), callback);
    server.register(rpc.path, handler, bytes, bytes, 'unary');
  }
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
});

const clients = new Map<number, Client>();

function caller(path: string, request: Buffer, port: number): (index: string) => Promise<void> {
  const client = clients.get(port) ?? new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  clients.set(port, client);
  return (index) =>
    new Promise((resolve, reject) => {
      const metadata = new Metadata();
      metadata.set(MATCH_INDEX, index);
      client.makeUnaryRequest(path, bytes, bytes, request, metadata, (error) => (error ? reject(error) : resolve()));
    });
}

// A bare grpc-js client: one sequence of calls after the other, each call with bytes given beforehand.
import { Client, credentials } from '@grpc/grpc-js';
import { answering } from './bare-process.js';
import { drive, type Load, type Run } from './load.js';

export interface CallSequence {
  readonly port: number;
  /** Made one after the other; together they count as one call of the load. */
  readonly calls: readonly { readonly path: string; readonly request: Uint8Array }[];
  readonly load: Load;
}

const bytes = (message: Buffer): Buffer => message;
let client: Client | undefined;

answering(({ port, calls, load }: CallSequence): Promise<Run> => {
  const channel = (client ??= new Client(`127.0.0.1:${port}`, credentials.createInsecure()));
  const call = (path: string, request: Buffer) =>
    new Promise<void>((resolve, reject) => {
      channel.makeUnaryRequest(path, bytes, bytes, request, (error) => (error ? reject(error) : resolve()));
    });
  const messages = calls.map(({ path, request }) => ({ path, request: Buffer.from(request) }));
  return drive(load, async () => {
    for (const { path, request } of messages) await call(path, request);
  });
});

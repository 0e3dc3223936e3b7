// A bare grpc-js client: one sequence of calls after the other, each call with bytes given beforehand.
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { answering } from './bare-process.js';
import { bufferOf, type Pem } from './pem.js';
import { drive, type Load, type Run } from './load.js';
import { proving, type Proof } from './proof.js';

export interface CallSequence {
  readonly port: number;
  /** Made one after the other; together they count as one call of the load. */
  readonly calls: readonly { readonly path: string; readonly request: Uint8Array }[];
  readonly load: Load;
  /** Left out: the calls say nothing of who makes them. */
  readonly proof?: Proof;
  /** Left out: without TLS. */
  readonly tls?: Pem;
}

const bytes = (message: Buffer): Buffer => message;
const credentialsOf = (tls: Pem | undefined) =>
  tls ? credentials.createSsl(bufferOf(tls.ca), bufferOf(tls.key), bufferOf(tls.cert)) : credentials.createInsecure();
const clients = new Map<number, Client>();

answering(({ port, calls, load, proof, tls }: CallSequence): Promise<Run> => {
  const channel = clients.get(port) ?? new Client(`127.0.0.1:${port}`, credentialsOf(tls));
  clients.set(port, channel);
  const metadataOf = proof ? proving(proof) : () => new Metadata();
  const call = (path: string, request: Buffer) =>
    new Promise<void>((resolve, reject) => {
      channel.makeUnaryRequest(path, bytes, bytes, request, metadataOf(), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  const messages = calls.map(({ path, request }) => ({ path, request: Buffer.from(request) }));
  return drive(load, async () => {
    for (const { path, request } of messages) await call(path, request);
  });
});

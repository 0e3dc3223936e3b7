// A bare grpc-js server: answers each method with bytes given beforehand, and does nothing else but, if told to, let its callers
// prove who they are.
import { Server, ServerCredentials, type ServerUnaryCall } from '@grpc/grpc-js';
import type { ServiceJwk } from '@lastmile/auth';
import { answering } from './bare-process.js';
import { bufferOf, type Pem } from './pem.js';
import { admissionOf } from './proof.js';

export interface Reply {
  readonly path: string;
  readonly response: Uint8Array;
}

export interface BareServer {
  readonly replies: readonly Reply[];
  /** Whose calls are let in, by our own admission; left out: everybody's, unasked. */
  readonly callerKey?: ServiceJwk;
  /** Left out: without TLS. */
  readonly tls?: Pem;
}

type Callback = (error: Error | null, value?: Buffer) => void;

const bytes = (message: Buffer): Buffer => message;

/** Its one question: what to answer; its answer: the port. */
answering(async ({ replies, callerKey, tls }: BareServer): Promise<number> => {
  const admission = callerKey && admissionOf(callerKey);
  const server = new Server();
  const credentials = tls
    ? ServerCredentials.createSsl(
        bufferOf(tls.ca),
        [{ private_key: bufferOf(tls.key), cert_chain: bufferOf(tls.cert) }],
        true,
      )
    : ServerCredentials.createInsecure();
  for (const { path, response } of replies) {
    const reply = Buffer.from(response);
    const atOnce = (_: unknown, callback: Callback) => callback(null, reply);
    const onceAdmitted = ({ metadata }: ServerUnaryCall<Buffer, Buffer>, callback: Callback) =>
      void (async () => admission?.admit(path, metadata))().then(() => callback(null, reply), callback);
    server.register(path, admission ? onceAdmitted : atOnce, bytes, bytes, 'unary');
  }
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
});

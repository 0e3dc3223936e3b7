// A bare grpc-js server: answers each method with bytes given beforehand, and does nothing else.
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { answering } from './bare-process.js';

export interface Reply {
  readonly path: string;
  readonly response: Uint8Array;
}

const bytes = (message: Buffer): Buffer => message;

/** Its one question: what to answer; its answer: the port. */
answering(async (replies: readonly Reply[]): Promise<number> => {
  const server = new Server();
  for (const { path, response } of replies) {
    const reply = Buffer.from(response);
    server.register(
      path,
      (_: unknown, callback: (error: null, value: Buffer) => void) => callback(null, reply),
      bytes,
      bytes,
      'unary',
    );
  }
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
});

// Unary calls with the bytes as they are, so that what the calling side does is the same for Match and for the echo.
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { processIdentity } from '@lastmile/grpc';

const bytes = (message: Buffer): Buffer => message;

export class RawClient {
  private readonly client: Client;

  /** @param address of one server: `127.0.0.1:50053` */
  constructor(address: string) {
    this.client = new Client(address, credentials.createInsecure());
  }

  call(path: string, request: Buffer, more: Readonly<Record<string, string>> = {}): Promise<Buffer> {
    const metadata = new Metadata();
    // As location calls Match; the same for some minutes.
    metadata.set('lastmile-service-token', processIdentity().serviceToken('matching', 'location'));
    metadata.set('lastmile-for-itself', '1');
    for (const [key, value] of Object.entries(more)) metadata.set(key, value);
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(path, bytes, bytes, request, metadata, (error, reply) =>
        error || !reply ? reject(error ?? new Error('no reply')) : resolve(reply),
      );
    });
  }

  close(): void {
    this.client.close();
  }
}

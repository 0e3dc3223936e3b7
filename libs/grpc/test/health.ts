// What a probe is told.
import { credentials, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';

/** `SERVING` or `NOT_SERVING`; `service` is '' for the server as a whole. Rejects with gRPC's error. */
export async function health(port: number, service: string): Promise<string> {
  const pkg = loadPackageDefinition(loadSync(protoPath, { enums: String })) as unknown as {
    grpc: { health: { v1: { Health: ServiceClientConstructor } } };
  };
  const client = new pkg.grpc.health.v1.Health(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    return await new Promise<string>((resolve, reject) => {
      client.check!({ service }, (error: Error | null, reply: { status: string }) =>
        error ? reject(error) : resolve(reply.status),
      );
    });
  } finally {
    client.close();
  }
}

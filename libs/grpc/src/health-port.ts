// A port for probes when the service's own port requires a certificate: gRPC health without TLS, and nothing else.
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { HealthImplementation } from 'grpc-health-check';

export interface HealthPort {
  readonly port: number;
  close(): void;
}

/** Serves the state of `health`. Rejects with grpc-js' own error when the port is in use. */
export async function openHealthPort(health: HealthImplementation, host: string, port: number): Promise<HealthPort> {
  const server = new Server();
  health.addToServer(server);
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, open) =>
      error ? reject(error) : resolve(open),
    );
  });
  return { port: bound, close: () => server.forceShutdown() };
}

// A location service that answers every delivery of fixes at once and counts them by driver.
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { RelayServiceService, type RelayFixesRequest, type RelayFixesResponse } from '@lastmile/contracts';
import type { ServiceDouble } from '@lastmile/testing';

/** @param counts fixes by driver, added to */
export async function startRelayDouble(counts: Map<string, number>): Promise<ServiceDouble> {
  const server = new Server();
  server.addService(RelayServiceService as never, {
    relayFixes: (call: ServerDuplexStream<RelayFixesRequest, RelayFixesResponse>) => {
      call.on('data', ({ deliveries }: RelayFixesRequest) => {
        for (const { driverId, points } of deliveries) {
          counts.set(driverId, (counts.get(driverId) ?? 0) + points.length);
        }
        const receipts = deliveries.map(({ number, points }) => ({
          number,
          answer: { acceptedCount: points.length, rejected: [] },
          error: undefined,
        }));
        call.write({ receipts });
      });
      call.on('error', () => undefined);
      call.on('end', () => call.end());
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `ipv4:127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

// Asks a server whether it serves (grpc.health.v1).
import { service as healthService } from 'grpc-health-check';
import { createClient, type RpcClient } from './client.js';
import type { RpcDefinition } from './definition.js';

const DEADLINE_MS = 1_000;

type Health = { Check(request: { service: string }, options: { deadlineMs: number }): Promise<{ status: string }> };

export interface HealthClient {
  /** False also when there is no response within a second. */
  isServing(): Promise<boolean>;
  close(): void;
}

/** @param callee the service behind the address, which its certificate names where TLS is on */
export function healthClient(address: string, callee: string): HealthClient {
  const definition = healthService as unknown as RpcDefinition;
  const client = createClient(definition, { address, callee, anonymous: true });
  const { Check } = client as unknown as Health & RpcClient<RpcDefinition>;
  return {
    isServing: () =>
      Check({ service: '' }, { deadlineMs: DEADLINE_MS }).then(
        ({ status }) => status === 'SERVING',
        () => false,
      ),
    close: () => client.close(),
  };
}

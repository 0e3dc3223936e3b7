// Whether every service answers its health check, and this gateway has the list of revoked tokens. Load balancers and launchers
// wait for this.
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createClient, type RpcClient, type RpcDefinition } from '@lastmile/grpc';
import { service as healthService } from 'grpc-health-check';
import { GatewayConfig } from '../gateway.config.js';
import { Revocations } from './revocations.js';

const DEADLINE_MS = 1_000;
const FRESH_MS = 1_000;

type Health = { Check(request: { service: string }, options: { deadlineMs: number }): Promise<{ status: string }> };

@Injectable()
export class Readiness implements OnApplicationShutdown {
  private readonly clients: readonly { readonly name: string; readonly client: Health & RpcClient<RpcDefinition> }[];
  private last?: { readonly away: Promise<string[]>; readonly untilMs: number };

  constructor(
    { serviceAddresses }: GatewayConfig,
    private readonly revocations: Revocations,
  ) {
    const definition = healthService as unknown as RpcDefinition;
    this.clients = serviceAddresses.map(({ name, address }) => {
      const client = createClient(definition, { address, callee: name, anonymous: true });
      return { name, client: client as unknown as Health & RpcClient<RpcDefinition> };
    });
  }

  /**
   * The services that do not respond or report that they are not serving, and `gateway` while this one has no list of
   * revoked tokens yet. Checked at most once a second, for all callers together.
   */
  away(): Promise<string[]> {
    if (!this.last || this.last.untilMs < Date.now()) this.last = { away: this.ask(), untilMs: Date.now() + FRESH_MS };
    return this.last.away;
  }

  private async ask(): Promise<string[]> {
    const checks = this.clients.map(async ({ name, client }) => {
      const { status } = await client
        .Check({ service: '' }, { deadlineMs: DEADLINE_MS })
        .catch(() => ({ status: 'AWAY' }));
      return status === 'SERVING' ? [] : [name];
    });
    const away = (await Promise.all(checks)).flat();
    return this.revocations.isReady ? away : [...away, 'gateway'];
  }

  onApplicationShutdown(): void {
    for (const { client } of this.clients) client.close();
  }
}

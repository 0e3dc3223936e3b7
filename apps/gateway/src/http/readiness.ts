// Whether every service answers its health check, and this gateway has the list of revoked tokens. Load balancers and launchers
// wait for this.
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { healthClient, type HealthClient } from '@lastmile/grpc';
import { GatewayConfig } from '../gateway.config.js';
import { Revocations } from './revocations.js';

const FRESH_MS = 1_000;

@Injectable()
export class Readiness implements OnApplicationShutdown {
  private readonly clients: readonly { readonly name: string; readonly client: HealthClient }[];
  private last?: { readonly away: Promise<string[]>; readonly untilMs: number };

  constructor(
    { serviceAddresses }: GatewayConfig,
    private readonly revocations: Revocations,
  ) {
    this.clients = serviceAddresses.map(({ name, address }) => ({ name, client: healthClient(address, name) }));
  }

  /**
   * The services that do not respond or report that they are not serving, and `gateway` while this one has no list of
   * revoked tokens yet. Checked at most once a second, for all callers together.
   */
  unavailable(): Promise<string[]> {
    if (!this.last || this.last.untilMs < Date.now()) this.last = { away: this.ask(), untilMs: Date.now() + FRESH_MS };
    return this.last.away;
  }

  private async ask(): Promise<string[]> {
    const checks = this.clients.map(async ({ name, client }) => ((await client.isServing()) ? [] : [name]));
    const away = (await Promise.all(checks)).flat();
    return this.revocations.isReady ? away : [...away, 'gateway'];
  }

  onApplicationShutdown(): void {
    for (const { client } of this.clients) client.close();
  }
}

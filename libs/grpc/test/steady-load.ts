// Callers that call without a pause, and what became of their calls.
import { randomUUID } from 'node:crypto';
import { createClient, type RpcClient, type TlsFiles } from '../src/index.js';
import { ReplicaService } from './replica.js';

export interface Outcome {
  readonly id: string;
  /** Host of the replica that answered. */
  readonly host: string;
  /** Of the caller's end of the connection. */
  readonly from?: string;
  readonly error?: unknown;
}

export type Kind = keyof typeof ReplicaService;

const CALLERS = 10;

export class SteadyLoad {
  readonly outcomes: Outcome[] = [];
  /** Ids of the calls that have no outcome yet. */
  readonly inFlight = new Set<string>();
  private readonly client: RpcClient<typeof ReplicaService>;
  private stopped = false;
  private readonly callers: Promise<void>[];

  constructor(
    address: string,
    kind: Kind,
    private readonly milliseconds?: number,
    tls?: TlsFiles,
  ) {
    this.client = createClient(ReplicaService, { address, service: 'load', tls });
    this.callers = Array.from({ length: CALLERS }, () => this.caller(kind));
  }

  get failures(): Outcome[] {
    return this.outcomes.filter(({ error }) => error !== undefined);
  }

  /** Calls by host among the last `count`; undefined as long as there are fewer since `since`. */
  shares(count: number, since = 0): Map<string, number> | undefined {
    const last = this.outcomes.slice(since).slice(-count);
    if (last.length < count) return undefined;
    const shares = new Map<string, number>();
    for (const { host } of last) shares.set(host, (shares.get(host) ?? 0) + 1);
    return shares;
  }

  /** Lets the calls in flight finish. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.callers);
    this.client.close();
  }

  private async caller(kind: Kind): Promise<void> {
    while (!this.stopped) {
      const id = randomUUID();
      this.inFlight.add(id);
      let host = 'none';
      const onPeer = (address: string) => (host = address.split(':')[0]!);
      try {
        const { from } = await this.client[kind]({ id, milliseconds: this.milliseconds }, { onPeer });
        this.outcomes.push({ id, host, from });
      } catch (error) {
        this.outcomes.push({ id, host, error });
      }
      this.inFlight.delete(id);
    }
  }
}

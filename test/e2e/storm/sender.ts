// The storm: broadcasts to all, to groups, and messages to one person, through the public API and gRPC. Each is repeated
// under its own key until it is answered, so that the inboxes hold exactly what was sent.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { NotificationServiceService } from '@lastmile/contracts';
import { createClient } from '@lastmile/grpc';

/** Whom to tell, one message each. */
type Send = { readonly to: readonly string[] } | { readonly to: 'everybody' };

export interface StormPlan {
  readonly userIds: readonly string[];
  readonly broadcasts: number;
  readonly groups: { readonly count: number; readonly size: number };
  readonly singles: number;
}

const LANES = 8;
const RETRY_MS = 200;
/** Of one message. A busy machine answers late. */
const TIMEOUT_MS = 180_000;
const DEADLINE_MS = 20_000;

/** Entries that the plan writes. */
export const entriesOf = ({ userIds, broadcasts, groups, singles }: StormPlan): number =>
  broadcasts * userIds.length + groups.count * groups.size + singles;

export class Sender {
  /** Messages answered so far, of all. A broadcast is answered when it is accepted, and written after that. */
  done = 0;
  /** Accepted broadcasts, and how many inboxes each has to reach. */
  readonly recipients = new Map<string, number>();
  readonly total: number;
  private readonly queue: Send[];
  private readonly client;

  constructor(
    private readonly plan: StormPlan,
    private readonly gateways: readonly string[],
    notifications: string,
    private readonly operator: { readonly userId: string; readonly accessToken: string },
  ) {
    this.client = createClient(NotificationServiceService, { address: notifications, service: 'gateway' });
    this.queue = shuffledSends(plan);
    this.total = this.queue.length;
  }

  /** Sends everything, several at a time; resolves when all is answered. */
  async run(): Promise<void> {
    const lane = async (index: number) => {
      for (let send = this.queue.pop(); send; send = this.queue.pop()) {
        await this.untilAnswered(send, index);
        this.done++;
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
    this.client.close();
  }

  private async untilAnswered(send: Send, lane: number): Promise<void> {
    const requestId = randomUUID();
    const deadline = Date.now() + TIMEOUT_MS;
    for (let attempt = lane; ; attempt++) {
      try {
        if (send.to.length === 1) return await this.sendOne(send.to[0]!, requestId);
        return await this.broadcast(send, requestId, attempt);
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  private async sendOne(userId: string, requestId: string): Promise<void> {
    const message = { requestId, userId, kind: 'storm', title: 'For you', body: '', data: {} };
    await this.client.sendNotification(message, {
      caller: { ...this.operator, roles: ['operator'] },
      deadlineMs: DEADLINE_MS,
    });
  }

  private async broadcast({ to }: Send, requestId: string, attempt: number): Promise<void> {
    const userIds = to === 'everybody' ? [] : to;
    const response = await fetch(`${this.gateways[attempt % this.gateways.length]}/v1/broadcasts`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': requestId,
        authorization: `Bearer ${this.operator.accessToken}`,
      },
      body: JSON.stringify({ userIds, title: 'For many' }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const { broadcastId } = (await response.json()) as { broadcastId?: string };
    if (!broadcastId) throw new Error(`answered ${response.status}`);
    this.recipients.set(broadcastId, to === 'everybody' ? this.plan.userIds.length : to.length);
  }
}

/** Everything to be sent, in any order. */
function shuffledSends({ userIds, broadcasts, groups, singles }: StormPlan): Send[] {
  const anyUsers = (count: number) => {
    const from = Math.floor(Math.random() * userIds.length);
    return Array.from({ length: count }, (_, i) => userIds[(from + i) % userIds.length]!);
  };
  const sends: Send[] = [
    ...Array.from({ length: broadcasts }, (): Send => ({ to: 'everybody' })),
    ...Array.from({ length: groups.count }, (): Send => ({ to: anyUsers(groups.size) })),
    ...Array.from({ length: singles }, (): Send => ({ to: anyUsers(1) })),
  ];
  return sends
    .map((send) => ({ send, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ send }) => send);
}

// Leaving without a failed call: first tell the balancers, then wait until they have heard, then close.
import { setTimeout as wait } from 'node:timers/promises';
import type { RpcServer } from './rpc-server.js';

/**
 * Reports NOT_SERVING, keeps answering for `seconds` (longer than the clients' resolver poll plus the DNS TTL), then
 * closes: open streams end, calls in flight finish. Resources must stay open until it resolves.
 */
export async function drain(server: RpcServer, seconds: number): Promise<void> {
  server.setServing(false);
  if (seconds > 0) await wait(seconds * 1000);
  await server.close();
}

// Stops without failed calls: first reports NOT_SERVING, then waits until balancers have noticed, then closes.
import { setTimeout as wait } from 'node:timers/promises';
import type { RpcServer } from './rpc-server.js';

/**
 * Reports NOT_SERVING, keeps answering for `seconds` (longer than the clients' resolver poll plus the DNS TTL), then
 * closes: open streams end, running calls finish. Resources must stay open until it resolves.
 */
export async function drain(server: RpcServer, seconds: number): Promise<void> {
  server.setServing(false);
  if (seconds > 0) await wait(seconds * 1000);
  await server.close();
}

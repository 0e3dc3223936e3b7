import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range that outgoing connections take their own ports from (32768 and up on Linux, 49152 elsewhere): a port from
 * there can be gone before its server binds.
 */
const RANGE = [15_000, 30_000] as const;

/** A port of this machine on which nobody listens now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...RANGE);
    if (await isFree(port)) return port;
  }
}

/** Whether nobody listens on the port of 127.0.0.1 now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range of ports for outgoing connections (32768 and up on Linux, 49152 elsewhere): a port from that range
 * may be taken before its server binds it.
 */
const RANGE = [15_000, 30_000] as const;

/** A port of this machine that is free now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...RANGE);
    if (await isFree(port)) return port;
  }
}

/** Whether the port of 127.0.0.1 is free now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

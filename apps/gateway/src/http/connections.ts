// Limits the number of connections. Behind a proxy all connections come from its address, so there the proxy must limit
// addresses.
import type { Server, Socket } from 'node:net';
import type { GatewayConfig } from '../gateway.config.js';
import { AtMost } from '../limits/at-most.js';
import { networkOf } from './client-address.js';

/** Closes surplus connections without a response: a response would cost more than the connection. */
export function limitConnections(server: Server, config: GatewayConfig): void {
  server.maxConnections = config.connections;
  if (config.trustedProxies > 0) return;
  const ofAddress = new AtMost(config.connectionsPerAddress);
  server.prependListener('connection', (socket: Socket) => {
    const leave = ofAddress.enter(networkOf(socket.remoteAddress ?? ''));
    if (leave) socket.once('close', leave);
    else socket.destroy();
  });
}

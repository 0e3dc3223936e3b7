// The client of a request without a valid token: the address that the last trusted proxy saw.
import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';

/** Trusts this number of proxies, counted from the gateway; addresses further away may be forged. */
export const trustedHops =
  (count: number) =>
  (_address: string, hop: number): boolean =>
    hop < count;

/** The same as Fastify's `request.ip`, for socket requests, which Fastify does not see. */
export const addressOf = (request: IncomingMessage, trustedProxies: number): string =>
  proxyAddress(request, trustedHops(trustedProxies));

/**
 * The key under which an address is limited: the address itself, or its /64 in IPv6, because one subscriber may use all
 * of a /64.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${groups.join(':')}::/64`;
}

// Whose request it is when nobody has signed in: the address that the last trusted proxy saw.
import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';

/** Trusts so many hops, counted from us; what lies further away may be made up. */
export const trustedHops =
  (count: number) =>
  (_address: string, hop: number): boolean =>
    hop < count;

/** The same as Fastify's `request.ip`, for requests that Fastify does not see: those of sockets. */
export const addressOf = (request: IncomingMessage, trustedProxies: number): string =>
  proxyAddress(request, trustedHops(trustedProxies));

/** What an address counts as: itself, or its /64 in IPv6, all of whose addresses one subscriber may use. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${groups.join(':')}::/64`;
}

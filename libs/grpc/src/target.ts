// Converts addresses as people write them to gRPC targets.
import { isIPv4, isIPv6 } from 'node:net';
import { experimental } from '@grpc/grpc-js';

/** The scheme of the resolver in polling-resolver.ts. */
export const POLLING_SCHEME = 'lastmile-dns';

const AS_THEY_ARE = /^(ipv4|ipv6|unix|unix-abstract):./;
/** `dns:host:port`, `dns:///host:port` and `dns://server/host:port`, the forms of gRPC's naming document. */
const DNS = /^dns:(?:\/\/([^/]*)\/)?(.+)$/;

/**
 * The target for an address: names, as `host:port` or `dns:///host:port`, are resolved by our own resolver, which
 * follows the replicas; `dns://10.96.0.10/host:port` uses that DNS server. Lists such as
 * `ipv4:127.0.0.1:50053,127.0.0.1:50063` are gRPC's own. Throws TypeError for other forms, or a name without a port.
 */
export function targetOf(address: string): string {
  if (AS_THEY_ARE.test(address)) return address;
  const [, server = '', name = address] = DNS.exec(address) ?? [];
  const { host, port } = experimental.splitHostPort(name) ?? {};
  if (!host || port === undefined || !(port > 0 && port < 65_536)) {
    throw new TypeError(`no gRPC address: ${address} (wanted one such as dns:///trip:50057 or ipv4:127.0.0.1:50057)`);
  }
  if (isIPv4(host)) return `ipv4:${host}:${port}`;
  if (isIPv6(host)) return `ipv6:[${host}]:${port}`;
  return `${POLLING_SCHEME}://${server}/${host}:${port}`;
}

/** For checking configuration early. */
export function isAddress(address: string): boolean {
  try {
    targetOf(address);
    return true;
  } catch {
    return false;
  }
}

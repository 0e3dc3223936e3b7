// All addresses of a name, as the machine knows them or as one DNS server says.
import { lookup, Resolver } from 'node:dns/promises';

/**
 * Lookups of the machine run on libuv's four threads, where passwords are hashed and files are read too. While DNS is
 * down each of them holds its thread for ten seconds and more: two at a time leave the others free.
 */
const MAX_AT_ONCE = 2;
/** A server that is asked directly answers within this, or is asked once more. */
const TIMEOUT_MS = 1_000;
const TRIES = 2;
/** The server has answered, and it has no record of that type. */
const NONE = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * IPv4 and IPv6 addresses of `host`.
 *
 * Without `server` by getaddrinfo: it knows /etc/hosts and the search list, so that `trip` is found from a pod as
 * `trip.lastmile.svc.cluster.local`; DNS by the protocol alone (c-ares) knows neither.
 *
 * @param server `ip` or `ip:port` of the DNS server to ask
 */
export function lookupOf(host: string, server?: string): () => Promise<string[]> {
  if (!server) {
    return () => inTurn(async () => (await lookup(host, { all: true })).map(({ address }) => address));
  }
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  resolver.setServers([server]);
  return async () => {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    // No answer about one family is no answer: taking the other's as all there is would drop replicas.
    for (const answer of answers) {
      if (answer.status === 'rejected' && !NONE.has((answer.reason as NodeJS.ErrnoException).code ?? '')) {
        throw answer.reason;
      }
    }
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < MAX_AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve)); // whoever finishes hands its turn over
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
